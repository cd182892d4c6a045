//! The rows of one kind as a table for spreadsheets: one line a row, a list in one cell with semicolons between.

use serde_json::Value;

use super::super::escape::spreadsheet;
use super::TraceView;

impl TraceView<'_> {
    /// The rows as CSV, with a line of headings: of the end that was asked for, else of the provisions.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut headed = false;
        for row in self.table() {
            let map = &row.data;
            let lines = [(!headed).then(|| map.keys().cloned().collect()), Some(map.values().map(cell).collect())];
            for line in lines.into_iter().flatten() {
                let line: Vec<String> = line;
                writer.write_record(&line).expect("memory takes every line, and every row has the same keys");
            }
            headed = true;
        }
        let bytes = writer.into_inner().expect("memory takes every line");
        String::from_utf8(bytes).expect("the cells are UTF-8")
    }
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::Bool(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    spreadsheet(&text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@x"] {
            assert_eq!(cell(&json!(text)), format!("'{text}"));
        }
        assert_eq!(cell(&json!(["=a", "b"])), "'=a; b");
        assert_eq!([json!(null), json!(true), json!("a=b")].map(|value| cell(&value)), ["", "yes", "a=b"]);
    }
}
