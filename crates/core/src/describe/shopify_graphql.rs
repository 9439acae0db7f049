//! Shopify: orders as the GraphQL Admin API gives them, an answer to a query or one order of it.
//!
//! What the query did not ask for is not there. Numbers are those of the REST API, so that an order has one `event_id` by both.

use crate::input::Input;
use crate::path::Path;
use crate::problem::{Code, Problem};

use super::draft::{Draft, Row, at, click_id, first_with, id, rows, somebody, text_at};
use super::found::Found;
use super::graphql::{Nodes, nodes};
use super::origin::{Sign, unvisited};
use super::shopify::{landing, sold};

static ORDER: &[Row] = rows! {
    "event_time" <- "processedAt" | "createdAt";
    "user.email" <- "email" | "customer.defaultEmailAddress.emailAddress" | "customer.email";
    "user.phone" <- "phone" | "customer.defaultPhoneNumber.phoneNumber" | "customer.phone";
    "user.external_id" <- "customer.legacyResourceId" | "customer.id" as number;
    "user.locale" <- "customerLocale" | "customer.locale";
    "properties.order_id" <- "legacyResourceId" | "id" as number;
};

static VISIT: &[Row] = rows! {
    "user.ip" <- "clientIp";
    "user.ttclid" <- "customAttributes:ttclid" as somebody;
    "user.ttclid" <- "customerJourneySummary.lastVisit.landingPage" | "customerJourneySummary.firstVisit.landingPage"
        | "landingPageUrl" as click_id;
    "user.ttclid" <- "customAttributes:ttclid";
    "user.ttp" <- "customAttributes:_ttp" | "customAttributes:ttp" as somebody;
    "user.ttp" <- "customAttributes:_ttp" | "customAttributes:ttp";
    "page.referrer" <- "customerJourneySummary.lastVisit.referrerUrl" | "referrerUrl";
};

static LANDINGS: &[&str] = &["customerJourneySummary.lastVisit.landingPage", "landingPageUrl"];

/// What every sale has: one of them.
static TOTALS: &[&str] = &["totalPriceSet", "currentTotalPriceSet", "totalPrice"];

/// Amounts in the currency of the shop, and those in the customer's where the query asked for nothing else.
static MONEY: [&[Row]; 2] = [
    rows! {
        "properties.value" <- "totalPriceSet.shopMoney.amount" | "currentTotalPriceSet.shopMoney.amount" | "totalPrice";
        "properties.currency" <- "totalPriceSet.shopMoney.currencyCode" | "currentTotalPriceSet.shopMoney.currencyCode"
            | "currencyCode";
    },
    rows! {
        "properties.value" <- "totalPriceSet.presentmentMoney.amount" | "currentTotalPriceSet.presentmentMoney.amount";
        "properties.currency" <- "totalPriceSet.presentmentMoney.currencyCode"
            | "currentTotalPriceSet.presentmentMoney.currencyCode" | "presentmentCurrencyCode";
    },
];

static COUNTRIES: &[&str] = &["countryCodeV2", "countryCode", "country"];

static PHONE: &[Row] = rows! {
    "user.phone" <- "phone";
    "user.phone_region" <- "countryCodeV2" | "countryCode";
};

static NAME: &[Row] = rows! {
    "user.first_name" <- "firstName";
    "user.last_name" <- "lastName";
};

static ADDRESS: &[Row] = rows! {
    "user.city" <- "city";
    "user.state" <- "province" | "provinceCode";
    "user.zip_code" <- "zip";
    "user.country" <- "countryCodeV2" | "countryCode" | "country";
};

static PRODUCT: &[Row] = rows! {
    "content_id" <- "variant.legacyResourceId" | "variant.id" | "product.legacyResourceId" | "product.id" as number;
    "content_id" <- "sku" | "variant.sku" as id;
    "content_name" <- "title" | "name";
    "content_category" <- "product.productType";
    "brand" <- "vendor" | "product.vendor";
    "price" <- "originalUnitPriceSet.shopMoney.amount" | "discountedUnitPriceSet.shopMoney.amount" | "originalUnitPrice";
    "quantity" <- "quantity";
};

static SIGNS: &[Sign] = &[
    ("sourceName", Some("subscription_contract"), Code::Renewal),
    ("sourceName", Some("subscription_contract_checkout_one"), Code::Renewal),
    ("tags", Some("Subscription Recurring Order"), Code::Renewal),
    ("tags", Some("appstle_subscription_recurring_order"), Code::Renewal),
    ("sourceName", Some("pos"), Code::PointOfSale),
    ("retailLocation", None, Code::PointOfSale),
    ("sourceName", Some("shopify_draft_order"), Code::DraftOrder),
];

static PASSED_OVER: &[&str] = &[
    "__typename",
    "app",
    "billingAddress.country",
    "billingAddress.countryCode",
    "billingAddress.name",
    "billingAddress.provinceCode",
    "channelInformation",
    "closedAt",
    "confirmationNumber",
    "confirmed",
    "createdAt",
    "currentSubtotalPriceSet",
    "currentTotalPriceSet",
    "customer.createdAt",
    "customer.displayName",
    "customer.firstName",
    "customer.id",
    "customer.lastName",
    "customer.state",
    "customer.updatedAt",
    "customerJourneySummary",
    "displayFinancialStatus",
    "displayFulfillmentStatus",
    "edited",
    "fullyPaid",
    "id",
    "landingPageDisplayText",
    "landingPageUrl",
    "name",
    "number",
    "paymentGatewayNames",
    "presentmentCurrencyCode",
    "sourceIdentifier",
    "sourceName",
    "statusPageUrl",
    "subtotalPriceSet",
    "tags",
    "taxesIncluded",
    "test",
    "totalPriceSet",
    "unpaid",
    "updatedAt",
];

/// The same of a line.
static LINE_PASSED_OVER: &[&str] = &[
    "__typename",
    "currentQuantity",
    "discountedUnitPriceSet",
    "id",
    "name",
    "originalUnitPriceSet",
    "product",
    "sku",
    "variant",
    "variantTitle",
];

/// The same of what is around orders.
static ANSWER_PASSED_OVER: &[&str] = &["extensions"];
static LIST_PASSED_OVER: &[&str] = &["__typename", "edges.cursor", "pageInfo"];

pub(super) fn described<'p>(answer: &'p Input<'_>) -> Found<'p> {
    if is_order(answer) {
        return Ok(vec![event(answer, "")?]);
    }
    let events = orders(answer)?.into_iter().map(|(path, order)| event(order, &path));
    let mut events = events.collect::<Result<Vec<_>, _>>()?;
    if let Some(first) = events.first_mut() {
        first.pass_over(answer, ANSWER_PASSED_OVER);
        parts(answer).for_each(|(_, part)| first.pass_over(part, LIST_PASSED_OVER));
    }
    Ok(events)
}

/// The orders of an answer, each with its path.
fn orders<'p, 'i>(answer: &'p Input<'i>) -> Result<Nodes<'p, 'i>, Problem> {
    let orders: Vec<_> = parts(answer).flat_map(|(path, part)| listed(&path, part)).collect();
    if !orders.is_empty() {
        return Ok(orders);
    }
    let is_empty_list =
        |part| matches!(part, &Input::Map(_)) && nodes(part).is_some_and(|nodes| nodes.is_empty());
    let is_empty = parts(answer).any(|(_, part)| is_empty_list(part));
    let (path, _) = data(answer);
    Err(Problem::new(path, if is_empty { Code::NoConversion } else { Code::NotThisFormat }))
}

fn data<'p, 'i>(answer: &'p Input<'i>) -> (&'static str, &'p Input<'i>) {
    answer.get("data").map_or(("id", answer), |data| ("data", data))
}

/// What a query asked for, by the names that it chose.
fn parts<'p, 'i>(answer: &'p Input<'i>) -> impl Iterator<Item = (String, &'p Input<'i>)> {
    let (path, data) = data(answer);
    let parent = if path == "data" { Path::Key(&Path::Root, "data") } else { Path::Root };
    let members = if let Input::Map(members) = data { members.as_slice() } else { &[] };
    members.iter().map(move |(name, part)| (parent.key(name).to_string(), part))
}

fn listed<'p, 'i>(path: &str, part: &'p Input<'i>) -> Nodes<'p, 'i> {
    let found = nodes(part).unwrap_or_else(|| vec![(String::new(), part)]);
    let orders = found.into_iter().filter(|(_, thing)| is_order(thing));
    orders.map(|(below, order)| (format!("{path}{below}"), order)).collect()
}

fn is_order(thing: &Input<'_>) -> bool {
    let is_called_so = text_at(thing, "id").is_some_and(|id| id.contains("/Order/"));
    matches!(thing, Input::Map(_)) && (is_called_so || has_total(thing))
}

fn has_total(order: &Input<'_>) -> bool {
    TOTALS.iter().any(|place| at(order, place).is_some())
}

fn event<'p>(order: &'p Input<'_>, path: &str) -> Result<Draft<'p>, Problem> {
    check(order).map_err(|problem| problem.within(path))?;
    if let Err(why) = sold(order, ["test", "cancelledAt", "displayFinancialStatus"]) {
        return Ok(Draft::none(order, why.within(path)));
    }
    let why = unvisited(order, SIGNS);
    let mut event = Draft::of("Purchase");
    event.fill(order, ORDER);
    if why.is_none() {
        visit(&mut event, order);
    }
    customer(&mut event, order);
    event.fill(order, money(order));
    lines(&mut event, order);
    event.identify_by_order();
    event.pass_over(order, PASSED_OVER);
    Ok(event.doubted(order, why.map(|why| why.within(path))))
}

fn check(order: &Input<'_>) -> Result<(), Problem> {
    if at(order, "legacyResourceId").or_else(|| at(order, "id")).is_none() {
        return Err(Problem::new("id", Code::NotThisFormat));
    }
    if !has_total(order) {
        return Err(Problem::new("totalPriceSet", Code::NotThisFormat));
    }
    Ok(())
}

fn visit<'p>(event: &mut Draft<'p>, order: &'p Input<'_>) {
    event.fill(order, VISIT);
    let page = LANDINGS.iter().find_map(|place| text_at(order, place));
    if let Some(page) = page.and_then(|page| landing(page, text_at(order, "statusPageUrl"))) {
        event.put("page.url", Input::text(page));
    }
}

fn customer<'p>(event: &mut Draft<'p>, order: &'p Input<'_>) {
    let addresses = ["billingAddress", "shippingAddress", "customer.defaultAddress"];
    let addresses = addresses.map(|place| at(order, place));
    let address = first_with(&addresses, COUNTRIES);
    event.fill_first(&addresses, &["phone"], PHONE);
    event.fill_first(&[address], COUNTRIES, ADDRESS);
    event.fill_first(&[address, at(order, "customer")], &["firstName", "lastName"], NAME);
}

/// The total in the first currency in which it is told.
fn money(order: &Input<'_>) -> &'static [Row] {
    let is_told = |rows: &&&[Row]| {
        rows.first().is_some_and(|row| row.from.iter().any(|place| at(order, place).is_some()))
    };
    MONEY.iter().find(is_told).copied().unwrap_or_default()
}

/// Whether there are more lines than the query asked for is told, as what is left out.
fn lines<'p>(event: &mut Draft<'p>, order: &'p Input<'_>) {
    let Some(list) = at(order, "lineItems") else { return };
    let lines: Vec<_> = nodes(list).unwrap_or_default().into_iter().map(|(_, line)| line).collect();
    event.lines(lines.iter().copied(), PRODUCT);
    for line in lines {
        event.pass_over(line, LINE_PASSED_OVER);
    }
    if at(list, "pageInfo.hasNextPage") != Some(&Input::Bool(true)) {
        event.pass_over(list, LIST_PASSED_OVER);
    }
}

/// The number in a global id, as `gid://shopify/Order/1001`.
fn number<'p>(value: &'p Input<'_>) -> Option<Input<'p>> {
    let Some(text) = value.as_text() else { return id(value) };
    let last = text.rsplit('/').next().unwrap_or_default();
    Some(Input::Text(last.split('?').next().unwrap_or_default().into()))
}
