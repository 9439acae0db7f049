//! Plans of exports whose headers are public. Each is a file of its own, as a person could have kept it, with its source.

use crate::error::Error;

use super::Plan;

const PRESETS: &[(&str, &str)] = &[
    ("hightouch", include_str!("../presets/hightouch.toml")),
    ("magento-orders", include_str!("../presets/magento-orders.toml")),
    ("shopify-orders", include_str!("../presets/shopify-orders.toml")),
    ("square", include_str!("../presets/square.toml")),
    ("tiktok-offline", include_str!("../presets/tiktok-offline.toml")),
    ("woocommerce-lines", include_str!("../presets/woocommerce-lines.toml")),
    ("woocommerce-orders", include_str!("../presets/woocommerce-orders.toml")),
];

/// The names of the presets.
pub fn names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// The preset of that name.
///
/// # Errors
///
/// Where there is none.
pub fn named(name: &str) -> Result<Plan, Error> {
    let text = PRESETS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    let unknown =
        || format!("there is no preset {name}; there are: {}", names().collect::<Vec<_>>().join(", "));
    text.ok_or_else(|| Error::Unfit(unknown()))?.parse()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Mapping;

    #[test]
    fn every_preset_has_a_source_and_maps_what_it_names() {
        for (name, text) in PRESETS {
            assert!(text.starts_with("# ") && text.contains("# Source: https://"), "{name}");
            let plan = named(name).unwrap();
            assert!(!plan.requires.is_empty(), "{name}");
            let rules =
                plan.pass_over.iter().flat_map(|rule| [Some(&rule.column), rule.where_blank.as_ref()]);
            let header = plan.map.keys().chain(rules.flatten()).chain(&plan.requires).cloned();
            let mut header: Vec<_> = header.collect();
            header.sort_unstable();
            header.dedup();
            let plan = plan.fitted(&header).unwrap();
            plan.given().unwrap();
            let mapping = Mapping::of(&plan.choices(), &header).unwrap();
            assert!(mapping.has("event") && mapping.has("event_time") && mapping.has("event_id"), "{name}");
        }
        assert!(named("shopify").is_err_and(|why| why.to_string().contains("shopify-orders")));
    }
}
