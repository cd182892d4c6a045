//! What can be checked only when every limit is read: that those they name exist, and that none waits for itself.

use crate::source::{Code, Diagnostic, did_you_mean};

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

/// The first circle of limits that wait for each other.
fn circle(calendars: &Calendars) -> Option<Diagnostic> {
    let mut done = vec![false; calendars.limits.len()];
    let mut path = Vec::new();
    (0..calendars.limits.len()).find_map(|at| walk(calendars, at, &mut path, &mut done)).map(|circle| {
        let ids: Vec<String> = circle.iter().map(|at| format!("`{}`", calendars.limits[*at].id)).collect();
        let limit = &calendars.limits[circle[0]];
        let message = format!("these time limits wait for each other: {}", ids.join(", then "));
        let problem = Diagnostic::new(Code::BadCondition, message);
        problem
            .at(calendars.text_of(limit), limit.place.1.clone(), "")
            .help("count one of them from a date of the record")
    })
}

fn walk(calendars: &Calendars, at: usize, path: &mut Vec<usize>, done: &mut [bool]) -> Option<Vec<usize>> {
    if let Some(start) = path.iter().position(|known| *known == at) {
        let mut circle = path[start..].to_vec();
        circle.push(at);
        return Some(circle);
    }
    if done[at] {
        return None;
    }
    path.push(at);
    let found =
        awaited(calendars, &calendars.limits[at]).into_iter().find_map(|next| walk(calendars, next, path, done));
    path.pop();
    done[at] = true;
    found
}

/// The limits whose days or states `limit` needs, by number.
fn awaited(calendars: &Calendars, limit: &TimeLimit) -> Vec<usize> {
    let mut ids: Vec<&str> = limit.only_if_kept.iter().chain(&limit.replaces).map(String::as_str).collect();
    let mut in_force: Vec<&str> = limit.unless_kept.iter().chain(&limit.no_later_than).map(String::as_str).collect();
    ids.extend(limit.no_earlier_than.iter().map(String::as_str));
    limit.from.visit_limits(&mut |id, day| match day {
        LimitDay::InForce => in_force.push(id),
        LimitDay::Own | LimitDay::Unmoved => ids.push(id),
    });
    let stands_for =
        |id: &str, other: &TimeLimit| other.id == id || other.replaces.iter().any(|replaced| replaced == id);
    let numbered = calendars.limits.iter().enumerate();
    numbered
        .filter(|(_, other)| ids.contains(&other.id.as_str()) || in_force.iter().any(|id| stands_for(id, other)))
        .map(|(at, _)| at)
        .collect()
}
