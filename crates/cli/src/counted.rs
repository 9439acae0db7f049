//! How many there are, in words that agree with the number.

/// `1 event`, `2 events`; for nouns that only take an `s`.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        let told = [0, 1, 2, 21].map(|count| counted(count, "event"));
        assert_eq!(told, ["0 events", "1 event", "2 events", "21 events"]);
    }
}
