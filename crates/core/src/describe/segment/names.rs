//! The names of Segment's calls: those of its e-commerce specification, and those that its own destinations for TikTok
//! (Pixel, Conversions, Offline Conversions, App Events) have in their presets.

use crate::describe::found::{known_name, tiktok_name};
use crate::problem::{Code, Problem};
use crate::source::EventSource;

static NAMES: &[(&str, &str)] = &[
    ("Order Completed", "Purchase"),
    ("Checkout Started", "InitiateCheckout"),
    ("Payment Info Entered", "AddPaymentInfo"),
    ("Product Added", "AddToCart"),
    ("Product Added to Wishlist", "AddToWishlist"),
    ("Product Viewed", "ViewContent"),
    ("Products Searched", "Search"),
    ("Signed Up", "CompleteRegistration"),
    ("Trial Started", "StartTrial"),
    ("Form Submitted", "Lead"),
    ("Lead Generated", "Lead"),
    ("Callback Started", "Contact"),
    ("User Contacted Call Center", "Contact"),
    ("Download Link Clicked", "Download"),
    ("Order Placed", "PlaceAnOrder"),
    ("Product Clicked", "ClickButton"),
    ("Subscription Created", "Subscribe"),
    ("User Subscribed", "Subscribe"),
    ("User Subscribed In Store", "Subscribe"),
    ("Application Installed", "InstallApp"),
    ("Application Opened", "LaunchAPP"),
    ("Application Ad Clicked", "InAppADClick"),
    ("Application Ad Served", "InAppADImpr"),
    ("Achievement Unlocked", "UnlockAchievement"),
    ("Credits Spent", "SpendCredits"),
    ("Level Achieved", "AchieveLevel"),
    ("Loan Application Completed", "LoanApplication"),
    ("Loan Application Submitted", "LoanApplication"),
    ("Loan Approved", "LoanApproval"),
    ("Loan Disbursed", "LoanDisbursal"),
    ("Tutorial Completed", "CompleteTutorial"),
];

/// What an app's calls mean otherwise than those of a page, or alone.
static OF_APPS: &[(&str, &str)] = &[
    ("Checkout Started", "Checkout"),
    ("Order Placed", "Checkout"),
    ("Signed Up", "Registration"),
    ("Lead Generated", "GenerateLead"),
    ("Form Submitted", "GenerateLead"),
    ("Signed In", "Login"),
    ("Group Created", "CreateGroup"),
    ("Group Joined", "JoinGroup"),
    ("Role Created", "CreateRole"),
    ("Rated", "Rate"),
    ("Rating Completed", "Rate"),
];

/// TikTok's names for apps that are everyday words of pages, where they would be custom events.
static WORDS_OF_APPS: &[&str] = &["Checkout", "Login", "Rate", "Registration"];

/// TikTok's name of a call. One that has TikTok's own name keeps it.
pub(super) fn event_name(given: &str, source: EventSource) -> Result<&'static str, Problem> {
    let is_app = source == EventSource::App;
    let of_app = if is_app { known_name(OF_APPS, given) } else { None };
    let own = tiktok_name(given).filter(|name| is_app || !WORDS_OF_APPS.contains(name));
    let name = of_app.or_else(|| known_name(NAMES, given)).or(own);
    name.ok_or_else(|| Problem::new("event", Code::NoConversion))
}
