//! Which process this is.

/// A number of 62 bits that no other process of this machine has: ids come again, and each container counts its own.
///
/// Another copy of this library in the same process finds the same number, so how it is made never changes.
pub(crate) fn number() -> i64 {
    let bits = |number: u64, bits: u32| number & ((1 << bits) - 1);
    let number =
        bits(u64::from(std::process::id()), 22) << 40 | bits(started_at(), 24) << 16 | bits(namespace(), 16);
    number.cast_signed()
}

/// When it began, in ticks since the machine did: the 22nd field of its line (proc(5)). 0 where that is not told.
fn started_at() -> u64 {
    let line = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name, in parentheses, may hold anything.
    let after_name = line.rsplit_once(')').map(|(_, fields)| fields);
    after_name.and_then(|fields| fields.split_whitespace().nth(19)?.parse().ok()).unwrap_or_default()
}

/// Where its id was given: `pid:[4026531836]` (namespaces(7)). 0 where that is not told.
fn namespace() -> u64 {
    let link = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    let digits: String = link.to_string_lossy().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_default()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn it_is_always_the_same_and_says_whose_it_is() {
        assert_eq!(number(), number());
        assert!(number() < 1 << 62 && number() >> 40 == i64::from(std::process::id()));
        assert!(started_at() > 0 && namespace() > 0);
    }
}
