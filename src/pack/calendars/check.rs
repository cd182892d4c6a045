//! What can be checked only when every limit is read: that those they name exist, and that none waits for itself.

use std::collections::HashMap;

use crate::source::{Code, Diagnostic, did_you_mean};

use super::super::order::in_order;
use super::{Calendars, LimitDay, Reference, TimeLimit};

/// Checks every place where a limit names another, and that the limits do not run in a circle.
pub(super) fn check(calendars: &Calendars, references: &[Reference]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> =
        references.iter().filter_map(|reference| check_one(calendars, reference)).collect();
    if found.is_empty() {
        found.extend(circle(calendars));
    }
    found
}

fn check_one(calendars: &Calendars, reference: &Reference) -> Option<Diagnostic> {
    let limit = &calendars.limits[reference.from];
    let source = calendars.text_of(limit);
    let Some(other) = calendars.limit(&reference.id) else {
        let message = format!("there is no time limit `{}`", reference.id);
        let problem = Diagnostic::new(Code::UnknownReference, message).at(source, reference.span.clone(), "");
        let near = did_you_mean(&reference.id, calendars.limits.iter().map(|known| known.id.as_str()));
        return Some(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("correct the id, or add the limit"),
        });
    };
    let fits = other.rows == limit.rows || (other.rows.is_none() && !reference.same_rows);
    let problem = || {
        let message = format!("`{}` is about the entries of another list than `{}`", other.id, limit.id);
        Diagnostic::new(Code::UnknownReference, message).at(source, reference.span.clone(), "")
    };
    (!fits).then(|| problem().help("a limit can name those of the same `rows`, and those of the whole record"))
}

/// How many steps a limit may wait for: days, states and what is in force of other limits, one after the other. More is a
/// slip of the pen.
const MOST_STEPS: usize = 300;

/// The first circle of limits that wait for each other, or else the first that waits for too many in a row.
fn circle(calendars: &Calendars) -> Option<Diagnostic> {
    let steps = Steps::new(calendars);
    let needs = steps.needs();
    let limit = |step: usize| &calendars.limits[step % calendars.limits.len()];
    let problem = |at: usize, message: String| {
        let limit = limit(at);
        Diagnostic::new(Code::BadCondition, message)
            .at(calendars.text_of(limit), limit.place.1.clone(), "")
            .help("count one of them from a date of the record")
    };
    let mut longest = vec![0_usize; needs.len()];
    if let Some(circle) =
        in_order(&needs, |at| longest[at] = needs[at].iter().map(|other| longest[*other] + 1).max().unwrap_or(0))
    {
        let mut ids: Vec<String> =
            circle.iter().chain(circle.first()).map(|at| format!("`{}`", limit(*at).id)).collect();
        ids.dedup();
        let message = match ids.as_slice() {
            [one] => format!("the time limit {one} waits for itself"),
            several => format!("these time limits wait for each other: {}", several.join(", then ")),
        };
        return Some(problem(circle[0], message));
    }
    let at = longest.iter().position(|steps| *steps > MOST_STEPS)?;
    let message = format!("`{}` waits for other limits in a row of more than {MOST_STEPS} steps", limit(at).id);
    Some(problem(at, message))
}

/// What is found out of each limit: its day, what is in force in its place, and how it stands. A step is numbered by its
/// kind and its limit.
struct Steps<'c> {
    calendars: &'c Calendars,
    number: HashMap<&'c str, usize>,
    /// The limits that take the place of each.
    replaced_by: Vec<Vec<usize>>,
}

impl<'c> Steps<'c> {
    fn new(calendars: &'c Calendars) -> Self {
        let number: HashMap<&str, usize> =
            calendars.limits.iter().enumerate().map(|(at, limit)| (limit.id.as_str(), at)).collect();
        let mut replaced_by = vec![Vec::new(); calendars.limits.len()];
        for (at, limit) in calendars.limits.iter().enumerate() {
            limit.replaces.iter().filter_map(|id| number.get(id.as_str())).for_each(|old| replaced_by[*old].push(at));
        }
        Self { calendars, number, replaced_by }
    }

    const fn day(at: usize) -> usize {
        at
    }

    fn in_force(&self, at: usize) -> usize {
        self.calendars.limits.len() + at
    }

    fn standing(&self, at: usize) -> usize {
        2 * self.calendars.limits.len() + at
    }

    /// The steps that each step needs.
    fn needs(&self) -> Vec<Vec<usize>> {
        let limits = || self.calendars.limits.iter().enumerate();
        let days = limits().map(|(_, limit)| self.for_day(limit));
        let in_force = limits().map(|(at, _)| self.for_in_force(at));
        days.chain(in_force).chain(limits().map(|(at, limit)| self.for_standing(at, limit))).collect()
    }

    fn for_day(&self, limit: &'c TimeLimit) -> Vec<usize> {
        let mut needs = Vec::new();
        limit.from.visit_limits(&mut |id, day| match (self.number.get(id), day) {
            (Some(at), LimitDay::InForce) => needs.extend(self.day_in_force(*at)),
            (Some(at), LimitDay::Own | LimitDay::Unmoved) => needs.push(Self::day(*at)),
            (None, _) => {}
        });
        needs
    }

    fn for_in_force(&self, at: usize) -> Vec<usize> {
        let mut needs = Vec::new();
        for other in &self.replaced_by[at] {
            needs.extend([Self::day(*other), self.in_force(*other)]);
            needs.extend(self.kept(self.calendars.limits[*other].only_if_kept.as_deref()));
        }
        needs
    }

    fn for_standing(&self, at: usize, limit: &'c TimeLimit) -> Vec<usize> {
        let numbers = |ids: &'c [String]| ids.iter().filter_map(|id| self.number.get(id.as_str()).copied());
        let mut needs = vec![Self::day(at), self.in_force(at)];
        needs.extend(self.kept(limit.unless_kept.as_deref()));
        needs.extend(self.kept(limit.only_if_kept.as_deref()));
        needs.extend(numbers(limit.only_if_kept.as_slice()).chain(numbers(&limit.no_earlier_than)).map(Self::day));
        needs.extend(numbers(&limit.no_later_than).flat_map(|other| self.day_in_force(other)));
        needs
    }

    /// What shows the day of the limit that is in force in the place of this one.
    fn day_in_force(&self, at: usize) -> Vec<usize> {
        let days = self.in_its_place(at).into_iter().map(Self::day);
        days.chain([self.in_force(at)]).collect()
    }

    /// What shows whether the limit that is in force for `id` was kept.
    fn kept(&self, id: Option<&str>) -> Vec<usize> {
        let Some(at) = id.and_then(|id| self.number.get(id).copied()) else { return Vec::new() };
        let standings = self.in_its_place(at).into_iter().map(|one| self.standing(one));
        standings.chain([self.in_force(at)]).collect()
    }

    /// The limit itself, and all that may take its place.
    fn in_its_place(&self, at: usize) -> Vec<usize> {
        let mut found = vec![at];
        let mut next = 0;
        while let Some(one) = found.get(next).copied() {
            let more: Vec<usize> = self.replaced_by[one].iter().copied().filter(|at| !found.contains(at)).collect();
            found.extend(more);
            next += 1;
        }
        found
    }
}
