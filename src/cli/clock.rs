//! Today's date. The only file that reads the clock.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The civil date in Ontario now, whatever time zone the machine is set to.
pub fn today_in_ontario() -> Date {
    let eastern = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap_or(TimeZone::UTC);
    Timestamp::now().to_zoned(eastern).date()
}
