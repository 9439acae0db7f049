//! `send --preset`: exports whose headers are public, as their platforms write them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

mod common;

use common::folder::Folder;
use common::sending::{row, rows, sandbox, send, send_to_set, summary};
use common::{finished, program, started};
use serde_json::{Value, json};

fn events(sandbox: &tiktok_capi_sandbox::Sandbox) -> Vec<Value> {
    sandbox.events().iter().map(|event| serde_json::from_str(event.data.get()).unwrap()).collect()
}

/// The columns of Shopify's export that matter here, in its order.
const SHOPIFY: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,\
    Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing City,Billing Zip,\
    Billing Province,Billing Country,Billing Phone,Cancelled at,Refunded Amount,Vendor,Id,Tags,Source,Phone\n";

fn shopify(name: &str, status: &str, source: &str) -> String {
    format!(
        "{name},{name}@canary.example,{status},2025-12-31 18:31:00 +0100,fulfilled,yes,EUR,53.90,0.00,8.61,53.90,\
         2025-12-31 18:30:00 +0100,1,Mug,19.90,s1,Jo Doe,Leipzig,'04109,SN,DE,0341 1234567,,0.00,Acme,77,,{source},+493411234567\n\
         {name},,,,,,,,,,,,2,\"Plate, blue\",17.00,s2,,,,,,,,,Acme,,,,\n"
    )
}

#[test]
fn an_order_of_shopify_is_one_event_with_all_its_lines() {
    let folder = Folder::new("shopify");
    let text = format!(
        "{SHOPIFY}{}{}",
        shopify("#1001", "paid", "web"),
        shopify("#1002", "partially_refunded", "web")
    );
    let (file, sandbox) = (folder.file("orders.csv", &text), sandbox());
    let ran = send(&sandbox, &[&file, "--preset", "shopify-orders", "--json", "--quiet"]);
    assert_eq!((ran.code, &summary(&ran)["accepted"]), (0, &json!(2)), "{}", ran.err);
    let events = events(&sandbox);
    assert_eq!((&events[0]["event"], &events[0]["event_id"]), (&json!("Purchase"), &json!("#1001")));
    assert_eq!(events[0]["event_time"], 1_767_202_200, "18:30 an hour ahead of UTC");
    let lines = json!([
        {"brand": "Acme", "content_id": "s1", "content_name": "Mug", "price": 19.9, "quantity": 1},
        {"brand": "Acme", "content_id": "s2", "content_name": "Plate, blue", "price": 17, "quantity": 2},
    ]);
    let properties = json!({"content_type": "product", "contents": lines, "currency": "EUR", "order_id": "77", "value": 53.9});
    assert_eq!(events[0]["properties"], properties);
    let user = events[0]["user"].as_object().unwrap();
    assert_eq!(user.keys().collect::<Vec<_>>(), ["city", "country", "email", "phone", "state", "zip_code"]);
    let zip = program(&["hash", "zip_code", "04109"], "").out;
    assert_eq!(user["zip_code"], zip.trim(), "the apostrophe that keeps the zero is none of it");
    let phone = program(&["hash", "phone", "+493411234567"], "").out;
    assert_eq!(user["phone"], phone.trim(), "both columns have the same number");
}

#[test]
fn what_is_no_sale_is_passed_over_and_told() {
    let folder = Folder::new("unsold");
    let cancelled =
        shopify("#5", "paid", "web").replacen(",,0.00,Acme,77", ",2026-01-01 10:00:00 +0100,0.00,Acme,77", 1);
    let orders = [
        shopify("#1", "paid", "web"),
        shopify("#2", "pending", "web"),
        shopify("#3", "refunded", "web"),
        shopify("#4", "", "web"),
        cancelled,
        shopify("#6", "paid", "pos"),
        shopify("#7", "Paid", "subscription_contract"),
    ];
    let file = folder.file("orders.csv", &format!("{SHOPIFY}{}", orders.concat()));
    let (report, sandbox) = (folder.path("r.csv"), sandbox());
    let base = [file.as_str(), "--preset", "shopify-orders", "--report", &report, "--restart"];
    let ran = send(&sandbox, &[&base[..], &["--json"]].concat());
    let told = summary(&ran);
    assert_eq!((ran.code, &told["accepted"], &told["passed_over"]), (0, &json!(2), &json!(5)), "{}", ran.err);
    let passed = |line, code, column| row(line, "", "passed_over", code, column);
    let expected = [
        passed(4, "not_paid", "Financial Status"),
        passed(6, "not_paid", "Financial Status"),
        passed(10, "not_paid", "Cancelled at"),
        passed(12, "point_of_sale", "Source"),
        passed(14, "renewal", "Source"),
    ];
    assert_eq!(rows(&folder.read("r.csv")), expected);
    assert!(ran.err.contains("8 columns go into no field"), "{}", ran.err);
    let ran = send(&sandbox, &[&base[..], &["--json", "--keep", "point_of_sale"]].concat());
    assert_eq!(summary(&ran)["passed_over"], 4, "{}", ran.err);
    let ran = send(&sandbox, &[&base[..], &["--keep", "pos"]].concat());
    assert!(ran.code == 2 && ran.err.contains("point_of_sale"), "{}", ran.err);
}

#[test]
fn what_is_said_counts_before_the_preset() {
    let folder = Folder::new("before");
    let file = folder.file("orders.csv", &format!("{SHOPIFY}{}", shopify("#1", "paid", "web")));
    let sandbox = sandbox();
    let said = [
        "--event=CompletePayment",
        "--map=Subtotal=properties.value",
        "--map=Vendor=",
        "--map=Paid at=event_time",
        "--set=properties.currency=GBP",
    ];
    let ran = send(&sandbox, &[&[file.as_str(), "--preset=shopify-orders", "--quiet"][..], &said].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let event = events(&sandbox).remove(0);
    assert_eq!(event["event"], "CompletePayment");
    assert_eq!(event["event_time"], 1_767_202_260);
    assert_eq!(
        (&event["properties"]["currency"], &event["properties"]["contents"][0]["brand"]),
        (&json!("GBP"), &Value::Null)
    );
}

#[test]
fn a_preset_of_another_export_is_told_before_anything_is_sent() {
    let folder = Folder::new("other");
    let file = folder.file("orders.csv", "email,total\na@canary.example,5\n");
    let ran = send(&sandbox(), &[&file, "--preset", "shopify-orders"]);
    assert!(ran.code == 2 && ran.err.contains("Financial Status"), "{}", ran.err);
    let ran = send(&sandbox(), &[&file, "--preset", "shopfy"]);
    assert!(ran.code == 2 && ran.err.contains("shopify-orders") && ran.err.contains("square"), "{}", ran.err);
}

fn dry(file: &str, more: &[&str]) -> (common::Ran, Value) {
    let base = ["send", file, "--dry-run", "--json", "--now", "1767312000"];
    let ran = finished(started(&[&base[..], more].concat(), &[], ""));
    let told = if ran.out.is_empty() { Value::Null } else { summary(&ran) };
    (ran, told)
}

#[test]
fn woocommerces_orders_count_when_they_are_paid() {
    let folder = Folder::new("woo");
    let order = |number: u32, status: &str, paid: &str| {
        format!(
            "{number},{number},2025-12-31 18:30:00,{paid},{status},19.90,EUR,,0,a@canary.example,Jo,Doe,\
             a@canary.example,0341 1234567,04109,Leipzig,SN,DE,name:Mug|quantity:1\n"
        )
    };
    let header = "order_id,order_number,order_date,paid_date,status,order_total,order_currency,customer_ip_address,customer_id,\
                  customer_email,billing_first_name,billing_last_name,billing_email,billing_phone,billing_postcode,billing_city,\
                  billing_state,billing_country,line_item_1\n";
    let day = "2025-12-31 18:31:00";
    let orders = [
        order(1, "completed", day),
        order(2, "processing", ""),
        order(3, "cancelled", day),
        order(4, "wc-on-hold", ""),
        order(5, "shipped", day),
        order(6, "shipped", ""),
    ];
    let file = folder.file("orders.csv", &format!("{header}{}", orders.concat()));
    let report = folder.path("r.csv");
    let (ran, told) =
        dry(&file, &["--preset=woocommerce-orders", "--time-zone=Europe/Berlin", "--report", &report]);
    assert_eq!((ran.code, &told["ready"], &told["passed_over"]), (0, &json!(3), &json!(3)), "{}", ran.err);
    let passed = |line| row(line, "", "passed_over", "not_paid", "status");
    assert_eq!(rows(&folder.read("r.csv")), [passed(4), passed(5), passed(7)]);
    let (ran, _) = dry(&file, &["--preset=woocommerce-orders"]);
    assert!(ran.code == 2 && ran.err.contains("--time-zone"), "{}", ran.err);
}

#[test]
fn lines_of_woocommerce_are_those_of_one_order() {
    let folder = Folder::new("lines");
    let text = "Order Number,Order Status,Order Date,Email (Billing),Phone (Billing),Country Code (Billing),Order Total Amount,\
                Currency,SKU,Item Name,Quantity,Quantity (- Refund),Item Cost\n\
                1001,Completed,2025-12-31 18:30,a@canary.example,0341 1234567,DE,53.90,EUR,s1,Mug,1,1,19.90\n\
                1001,,,,,,,,s2,Plate,2,1,17.00\n\
                1002,Cancelled,2025-12-31 18:31,b@canary.example,,DE,5.00,EUR,s1,Mug,1,1,5.00\n";
    let (file, sandbox) = (folder.file("orders.csv", text), sandbox());
    let said = ["--preset=woocommerce-lines", "--time-zone=Europe/Berlin", "--json", "--quiet"];
    let ran = send(&sandbox, &[&[file.as_str()][..], &said].concat());
    let told = summary(&ran);
    assert_eq!((ran.code, &told["accepted"], &told["passed_over"]), (0, &json!(1), &json!(1)), "{}", ran.err);
    let event = events(&sandbox).remove(0);
    let quantity = |line: &Value| line["quantity"].clone();
    let lines: Vec<_> = event["properties"]["contents"].as_array().unwrap().iter().map(quantity).collect();
    assert_eq!((lines, &event["event_time"]), (vec![json!(1), json!(2)], &json!(1_767_202_200)));
}

#[test]
fn squares_payments_have_a_day_and_a_time_of_the_day() {
    let folder = Folder::new("square");
    let header = "Date,Time,Time Zone,Gross Sales,Tax,Tip,Total Collected,Source,Transaction ID,Payment ID,Event Type,Customer ID,Transaction Status\n";
    let payment = |id: &str, total: &str, kind: &str| {
        format!(
            "2025-12-31,18:30:00,Eastern Time (US & Canada),$5.00,$0.00,$0.00,{total},Point of Sale,T1,{id},{kind},CUST1,Complete\n"
        )
    };
    let text =
        [header, &payment("P1", "\"$1,243.50\"", "Payment"), &payment("P2", "-$5.00", "Refund")].concat();
    let (file, sandbox) = (folder.file("square.csv", &text), sandbox());
    let said = ["--set=properties.currency=USD", "--time-zone=America/New_York", "--json", "--quiet"];
    let ran = send_to_set(&sandbox, &[&[file.as_str(), "--preset=square"][..], &said].concat());
    let told = summary(&ran);
    assert_eq!((ran.code, &told["accepted"], &told["passed_over"]), (0, &json!(1), &json!(1)), "{}", ran.err);
    let event = events(&sandbox).remove(0);
    assert_eq!(
        (&event["event_time"], &event["properties"]["value"]),
        (&json!(1_767_223_800), &json!(1243.5))
    );
}

#[test]
fn tiktoks_own_upload_and_a_warehouses_model_are_known() {
    let folder = Folder::new("own");
    let digest = "a".repeat(64);
    let text = format!(
        "Event_type,Timestamp,Email,Phone,order_id,value,currency,content_id,price,quantity\n\
         Complete Payment,2025-12-31T18:30:00Z,{digest},+493411234567,o1,19.90,EUR,s1,19.90,1\n\
         contact,2025-12-31T18:30:00Z,a@canary.example,,,,,,,\n"
    );
    let file = folder.file("tiktok.csv", &text);
    let report = folder.path("r.csv");
    let (ran, told) = dry(&file, &["--preset=tiktok-offline", "--report", &report]);
    assert_eq!((ran.code, &told["ready"]), (0, &json!(2)), "{} {}", ran.err, folder.read("r.csv"));
    assert_eq!(told["problems"]["invalid_event_name"], Value::Null, "{told}");
    let (web, offline) = (sandbox(), sandbox());
    send(&web, &[&file, "--preset=tiktok-offline"]);
    send_to_set(&offline, &[&file, "--preset=tiktok-offline"]);
    let sources = [&web, &offline].map(|sandbox| sandbox.events()[0].event_source.clone().into_owned());
    assert_eq!(sources, ["web", "offline"], "who names a pixel says that it is the web");
    let text = "event,timestamp,email,phone_number,external_id,value,currency,contents\n\
                AddToCart,2025-12-31T18:30:00Z,a@canary.example,+493411234567,u1,5,EUR,\"[{\"\"content_id\"\":\"\"s1\"\"}]\"\n";
    let file = folder.file("model.csv", text);
    let (ran, told) = dry(&file, &["--preset=hightouch"]);
    assert_eq!((ran.code, &told["ready"]), (0, &json!(1)), "{}", ran.err);
}
