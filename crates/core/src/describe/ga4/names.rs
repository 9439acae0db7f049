//! The names of GA4's events that TikTok has a standard event for: recommended ones, those of enhanced measurement, and those
//! that server-side tags for TikTok know beside them.

pub(in crate::describe) static NAMES: &[(&str, &str)] = &[
    ("purchase", "Purchase"),
    ("begin_checkout", "InitiateCheckout"),
    ("add_payment_info", "AddPaymentInfo"),
    ("add_to_cart", "AddToCart"),
    ("add_to_wishlist", "AddToWishlist"),
    ("view_item", "ViewContent"),
    ("search", "Search"),
    ("view_search_results", "Search"),
    ("generate_lead", "Lead"),
    ("sign_up", "CompleteRegistration"),
    ("complete_registration", "CompleteRegistration"),
    ("page_view", "Pageview"),
    ("file_download", "Download"),
    ("download", "Download"),
    ("contact", "Contact"),
    ("find_location", "FindLocation"),
    ("submit_application", "SubmitApplication"),
    ("subscribe", "Subscribe"),
    ("start_trial", "StartTrial"),
    ("schedule", "Schedule"),
];
