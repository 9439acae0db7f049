//! How the values of a column are written, which one cell alone does not tell: `1.234` is one and a bit in London and
//! over a thousand in Berlin, `03/04/2026` lies in March or in April. The whole column is looked at first; where it
//! leaves both open, nothing is guessed.

mod amount;
mod decimals;
mod letters;
mod numeral;
mod times;
mod zone;

pub use amount::Amount;
pub use decimals::{DecimalSurvey, Decimals, Mark, Undecided};
pub use times::{EitherOrder, Moment, TimeForm, TimeSurvey};
pub use zone::{Change, Placed, Zone};
