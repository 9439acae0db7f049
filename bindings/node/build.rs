//! Link options that Node asks of an addon on each platform.

fn main() {
    napi_build::setup();
}
