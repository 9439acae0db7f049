//! THE TABLE of fields (`events-api.md` §2). One row a field; the macro makes a static of each, so that code can name it.

use super::row::{Field, Group, Identifier, Need, Rule, Unknown};
use crate::source::Sources;
use Identifier::{Email, ExternalId, Gaid, Idfa, Name, Phone, ZipCode};
use Need::{Decisive, Optional, Required};
use Rule::{
    Amount, Amounts, Any, Choice, City, ClickId, Consent, Count, Country, Currency, EventId, EventName, Flag,
    Hashed, Id, Ip, Lines, Locale, Object, PhoneRegion, State, Text, Texts, Time, Total, Url,
};

const W: Sources = Sources::WEB;
const A: Sources = Sources::APP;
const C: Sources = Sources::CRM;
const WA: Sources = Sources::WEB_APP;
const WC: Sources = Sources::WEB_CRM;
const ALL: Sources = Sources::ALL;

/// `group unknown { name: rule, sources, need; }` → a module with a static a row, and `GROUP` over all of them.
macro_rules! catalog {
    ($($(#[doc = $about:literal])+ $group:ident $unknown:ident {
        $($(#[doc = $doc:literal])+ $name:ident: $rule:expr, $sources:expr, $need:expr;)+
    })+) => {
        $(
            $(#[doc = $about])+
            #[allow(non_upper_case_globals, reason = "rows are named as TikTok names the fields")]
            pub mod $group {
                use super::*;
                $($(#[doc = $doc])+ pub static $name: Field = Field {
                    name: stringify!($name), rule: $rule, sources: $sources, need: $need,
                    doc: concat!($($doc),+).trim_ascii(),
                };)+
                /// The object and its rows.
                pub static GROUP: Group = Group {
                    name: stringify!($group), doc: concat!($($about),+).trim_ascii(), unknown: Unknown::$unknown,
                    fields: &[$(&$name),+],
                    find: |name| {
                        // As bytes the names become a tree of letters; as texts they would be compared one by one.
                        $(const $name: &[u8] = stringify!($name).as_bytes();)+
                        match name.as_bytes() { $($name => Some(&self::$name),)+ _ => None }
                    },
                };
            }
        )+
        /// Every object of an event, the event itself first.
        pub static GROUPS: &[&Group] = &[$(&$group::GROUP),+];
    };
}

catalog! {
    /// One conversion, as TikTok's `data[i]` with raw identifiers in place of hashed ones.
    event Reported {
        /// Standard or custom name of what happened. Case-sensitive.
        event: EventName, ALL, Required(ALL);
        /// When it happened: Unix seconds, or text with an offset or a zone, as `2026-01-31T12:00:00+01:00`. Absent: now.
        event_time: Time, ALL, Decisive;
        /// Deduplication id, the same here and for the Pixel. Absent: a new one is made. The reference lists it for
        /// all sources but `app`, whose events get one all the same.
        event_id: EventId, ALL, Optional;
        /// Who did it: the match keys.
        user: Object(&user::GROUP), ALL, Optional;
        /// What it was about.
        properties: Object(&properties::GROUP), ALL, Optional;
        /// The page it happened on.
        page: Object(&page::GROUP), W, Optional;
        /// The app it happened in.
        app: Object(&app::GROUP), A, Optional;
        /// The ad that an attribution partner credits.
        ad: Object(&ad::GROUP), WA, Optional;
        /// Asks TikTok for limited processing (US state privacy laws).
        limited_data_use: Flag, WA, Decisive;
        /// The TikTok lead that it continues.
        lead: Object(&lead::GROUP), C, Optional;
        /// Client hints of the browser, as TikTok's own server-side tag sends them. Not in the reference.
        device: Any, W, Optional;
        /// The visitor's consent: `granted`, `denied`, `opted_out`, or an object of consent signals. Never sent.
        consent: Consent, ALL, Decisive;
    }

    /// Who did it: the match keys.
    user LeftOut {
        /// Click id from the landing page's address, also kept in the cookie `ttclid`.
        ttclid: ClickId, W, Optional;
        /// Value of the Pixel's cookie `_ttp`.
        ttp: Id, W, Optional;
        /// E-mail address, one or several.
        email: Hashed(Email), ALL, Optional;
        /// Phone number, one or several.
        phone: Hashed(Phone), ALL, Optional;
        /// Your own id of the person, one or several.
        external_id: Hashed(ExternalId), WC, Optional;
        /// Public address of the visitor's device.
        ip: Ip, WA, Optional;
        /// The browser's or app's user agent; send it together with `ip`.
        user_agent: Text, WA, Optional;
        /// Language of the visitor, as `en-US`.
        locale: Locale, WA, Optional;
        /// Apple's advertising id.
        idfa: Hashed(Idfa), A, Optional;
        /// Apple's id for the vendor.
        idfv: Text, A, Optional;
        /// Google's advertising id.
        gaid: Hashed(Gaid), A, Optional;
        /// Apple's App Tracking Transparency status.
        att_status: Choice(&["AUTHORIZED", "DENIED", "NOT_DETERMINED", "RESTRICTED", "NOT_APPLICABLE"]), A, Optional;
        /// First name.
        first_name: Hashed(Name), W, Optional;
        /// Last name.
        last_name: Hashed(Name), W, Optional;
        /// City, sent in plain.
        city: City, W, Optional;
        /// State or province, sent in plain; two letters in the United States.
        state: State, W, Optional;
        /// Country, sent in plain as ISO 3166-1 alpha-2. Phone numbers without country code are read in it.
        country: Country, W, Optional;
        /// Postal code.
        zip_code: Hashed(ZipCode), W, Optional;
        /// Region that phone numbers without country code are read in, as `GB`. Never sent.
        phone_region: PhoneRegion, ALL, Optional;
    }

    /// What the event was about.
    properties Custom {
        /// The products, a line each.
        contents: Lines(&contents::GROUP), ALL, Optional;
        /// Product ids as in the catalogue; do not send it together with `contents`.
        content_ids: Texts, ALL, Optional;
        /// Whether `content_id` names a product (`sku_id`) or a group of variants (`item_group_id`).
        content_type: Choice(&["product", "product_group"]), ALL, Optional;
        /// Currency of `value` and `price`.
        currency: Currency, ALL, Optional;
        /// Total of the order. A negative one stops the event.
        value: Total, ALL, Optional;
        /// Number of items.
        num_items: Count, ALL, Optional;
        /// What was searched for.
        search_string: Text, ALL, Optional;
        /// Description of the item or page.
        description: Text, ALL, Optional;
        /// Your number of the order.
        order_id: Id, ALL, Optional;
        /// Your id of the shop.
        shop_id: Text, ALL, Optional;
        /// Whether the customer is new.
        customer_type: Choice(&["new", "returning"]), WA, Optional;
        /// Events API 1.0's name of `search_string`.
        query: Text, ALL, Optional;
        /// Predicted lifetime value.
        predicted_ltv: Amount, ALL, Optional;
        /// How the order reaches the customer.
        delivery_category: Choice(&["in_store", "curbside", "home_delivery"]), ALL, Optional;
        /// Events API 1.0: status of an order or a form.
        status: Text, ALL, Optional;
        /// Version of the server-side tag. Not in the reference.
        gtm_version: Text, ALL, Optional;
        /// What made the tag send the event. Not in the reference.
        event_trigger_source: Text, ALL, Optional;

        /// Travel: city of the stay.
        city: Text, ALL, Optional;
        /// Travel: region of the stay.
        region: Text, ALL, Optional;
        /// Travel: country of the stay.
        country: Text, ALL, Optional;
        /// Travel: first day of the stay.
        checkin_date: Text, ALL, Optional;
        /// Travel: last day of the stay.
        checkout_date: Text, ALL, Optional;
        /// Travel: number of adults.
        num_adults: Count, ALL, Optional;
        /// Travel: number of children.
        num_children: Count, ALL, Optional;
        /// Travel: number of infants.
        num_infants: Count, ALL, Optional;
        /// Travel: hotels that were suggested.
        suggested_hotels: Texts, ALL, Optional;
        /// Travel: departure of the outbound journey.
        departing_departure_date: Text, ALL, Optional;
        /// Travel: departure of the return journey.
        returning_departure_date: Text, ALL, Optional;
        /// Travel: airport of departure.
        origin_airport: Text, ALL, Optional;
        /// Travel: airport of arrival.
        destination_airport: Text, ALL, Optional;
        /// Travel: ids of the destinations.
        destination_ids: Texts, ALL, Optional;
        /// Travel: arrival of the outbound journey.
        departing_arrival_date: Text, ALL, Optional;
        /// Travel: arrival of the return journey.
        returning_arrival_date: Text, ALL, Optional;
        /// Travel: class. Sources disagree about its names (`eco` or `economy`), so any text passes.
        travel_class: Text, ALL, Optional;
        /// Travel: score of the user.
        user_score: Amount, ALL, Optional;
        /// Travel: preferred number of stops.
        preferred_num_stops: Count, ALL, Optional;
        /// Travel: first day of the journey.
        travel_start: Text, ALL, Optional;
        /// Travel: last day of the journey.
        travel_end: Text, ALL, Optional;
        /// Travel: destinations that were suggested.
        suggested_destinations: Texts, ALL, Optional;

        /// Automotive: postal code of the dealer.
        postal_code: Text, ALL, Optional;
        /// Automotive: make.
        make: Text, ALL, Optional;
        /// Automotive: model.
        model: Text, ALL, Optional;
        /// Automotive: model year.
        year: Count, ALL, Optional;
        /// Automotive: `New`, `Used` or `CPO`.
        state_of_vehicle: Text, ALL, Optional;
        /// Automotive: `value` and `unit` (`MI` or `KM`).
        mileage: Any, ALL, Optional;
        /// Automotive: colour outside.
        exterior_color: Text, ALL, Optional;
        /// Automotive: transmission.
        transmission: Text, ALL, Optional;
        /// Automotive: body style.
        body_style: Text, ALL, Optional;
        /// Automotive: fuel.
        fuel_type: Text, ALL, Optional;
        /// Automotive: drivetrain.
        drivetrain: Text, ALL, Optional;
        /// Automotive: lowest and highest price.
        preferred_price_range: Amounts, ALL, Optional;
        /// Automotive: trim.
        trim: Text, ALL, Optional;
        /// Automotive: vehicle identification number.
        vin: Text, ALL, Optional;
        /// Automotive: colour inside.
        interior_color: Text, ALL, Optional;
        /// Automotive: condition.
        condition_of_vehicle: Text, ALL, Optional;
        /// Automotive: kind of page that was viewed.
        viewcontent_type: Text, ALL, Optional;
        /// Automotive: kind of search.
        search_type: Text, ALL, Optional;
        /// Automotive: kind of registration.
        registration_type: Text, ALL, Optional;
    }

    /// One product of `properties.contents`.
    contents Custom {
        /// Price of one item.
        price: Amount, ALL, Optional;
        /// Number of items.
        quantity: Count, ALL, Optional;
        /// Id of the product as in the catalogue.
        content_id: Text, ALL, Optional;
        /// Category of the product.
        content_category: Text, ALL, Optional;
        /// Name of the product.
        content_name: Text, ALL, Optional;
        /// Brand of the product.
        brand: Text, ALL, Optional;
        /// Events API 1.0's place for `properties.content_type`: lifted when it is the same in all lines.
        content_type: Choice(&["product", "product_group"]), ALL, Optional;
    }

    /// The page it happened on.
    page Reported {
        /// Full address of the page. TikTok requires it for web events.
        url: Url, W, Optional;
        /// Address of the page before.
        referrer: Url, W, Optional;
    }

    /// The app it happened in.
    app Reported {
        /// App Store id, Play id or package name.
        app_id: Id, A, Required(A);
        /// Name of the app.
        app_name: Text, A, Optional;
        /// Version of the app.
        app_version: Text, A, Optional;
    }

    /// The ad that an attribution partner credits.
    ad Reported {
        /// Click id that came with the install.
        callback: Text, WA, Optional;
        /// Id of the campaign.
        campaign_id: Text, WA, Optional;
        /// Id of the ad group.
        ad_id: Text, WA, Optional;
        /// Id of the ad.
        creative_id: Text, WA, Optional;
        /// Whether it was a retargeting ad.
        is_retargeting: Flag, WA, Optional;
        /// Whether the event was credited to the ad.
        attributed: Flag, WA, Optional;
        /// Kind of attribution.
        attribution_type: Text, WA, Optional;
        /// Partner who attributes.
        attribution_provider: Text, WA, Optional;
        /// Share of the credit, from 0 to 1.
        attribution_share: Amount, WA, Optional;
        /// Value of the credit. Type not documented.
        attribution_value: Any, WA, Optional;
        /// Model of attribution. Type not documented.
        attribution_model: Any, WA, Optional;
        /// Method of attribution. Type not documented.
        attribution_method: Any, WA, Optional;
        /// Click-through window in hours. Type not documented.
        attribution_window_hr_click: Any, WA, Optional;
        /// View-through window in hours. Type not documented.
        attribution_window_hr_view: Any, WA, Optional;
        /// Kind of the touchpoint. Type not documented.
        touchpoint_type: Any, WA, Optional;
        /// Time of the touchpoint. Type not documented.
        touchpoint_ts: Any, WA, Optional;
        /// Address of the touchpoint; personal data in it is redacted.
        touchpoint_url: Url, WA, Optional;
        /// Why the credit was declined. Type not documented.
        decline_reason: Any, WA, Optional;
        /// UTM id. Type not documented.
        utm_id: Any, WA, Optional;
        /// UTM source. Type not documented.
        utm_source: Any, WA, Optional;
        /// UTM medium. Type not documented.
        utm_medium: Any, WA, Optional;
        /// UTM campaign. Type not documented.
        utm_campaign: Any, WA, Optional;
    }

    /// The TikTok lead that the event continues.
    lead Reported {
        /// Id of the lead.
        lead_id: Id, C, Required(C);
        /// Name of the CRM, as `Salesforce`.
        lead_event_source: Text, C, Optional;
    }
}
