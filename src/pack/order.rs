//! Things that need each other, looked at one after the other: each after all that it needs, or the circle in which they
//! stand. Without recursion, since a pack may be of any depth until this has looked at it.

/// Calls `look` with each number after all those that it needs, which are in `needs`, each as often as it needs them.
/// Gives the first circle, from the number that comes first in it; those that lead into one are not looked at.
pub(super) fn in_order(needs: &[Vec<usize>], mut look: impl FnMut(usize)) -> Option<Vec<usize>> {
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by = vec![Vec::new(); needs.len()];
    for (at, others) in needs.iter().enumerate() {
        others.iter().for_each(|other| needed_by[*other].push(at));
    }
    let mut ready: Vec<usize> = (0..needs.len()).filter(|at| waiting[*at] == 0).collect();
    while let Some(at) = ready.pop() {
        look(at);
        for user in &needed_by[at] {
            waiting[*user] -= 1;
            if waiting[*user] == 0 {
                ready.push(*user);
            }
        }
    }
    let start = waiting.iter().position(|left| *left > 0)?;
    let mut path = vec![start];
    loop {
        let last = path[path.len() - 1];
        let next = needs[last].iter().copied().find(|other| waiting[*other] > 0)?;
        if let Some(from) = path.iter().position(|known| *known == next) {
            let mut circle = path.split_off(from);
            let first = circle.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(place, _)| place);
            circle.rotate_left(first);
            return Some(circle);
        }
        path.push(next);
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn each_comes_after_what_it_needs() {
        let needs = [vec![1, 1], vec![2], vec![], vec![0, 2]];
        let mut seen = Vec::new();
        assert_eq!(in_order(&needs, |at| seen.push(at)), None);
        assert_eq!(seen, [2, 1, 0, 3]);
    }

    #[test]
    fn a_circle_is_told_without_what_leads_into_it() {
        let circle = |needs: &[Vec<usize>]| in_order(needs, |_| {});
        assert_eq!(circle(&[vec![2], vec![3, 2], vec![1], vec![]]), Some(vec![1, 2]));
        assert_eq!(circle(&[vec![0]]), Some(vec![0]));
    }

    #[test]
    fn depth_is_no_matter() {
        let deep: Vec<Vec<usize>> = (0..100_000).map(|at| if at > 0 { vec![at - 1] } else { Vec::new() }).collect();
        let mut count = 0;
        assert_eq!(in_order(&deep, |_| count += 1), None);
        assert_eq!(count, deep.len());
    }
}
