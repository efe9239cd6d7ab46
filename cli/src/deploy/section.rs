//! The production section of wrangler.toml.

use std::fs;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::project::Project;

const FILE: &str = "wrangler.toml";
/// Lists of bindings, with the field that names each.
const BINDINGS: [(&str, &str); 3] = [("d1_databases", "binding"), ("r2_buckets", "binding"), ("ratelimits", "name")];
/// What production can do without.
const OPTIONAL: [&str; 1] = ["FILES"];

/// What production runs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Name of the database.
    pub database: String,
    /// Its id; absent until it is made.
    pub database_id: Option<String>,
    /// Name of the bucket, where files may be attached.
    pub bucket: Option<String>,
    /// Where people reach Baton, where that is set.
    pub origin: Option<String>,
}

impl Section {
    /// Reads and checks it.
    pub fn read(project: &Project) -> Result<Self> {
        let text = fs::read_to_string(project.at(FILE)).context("wrangler.toml cannot be read")?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        let whole: Table = text.parse().context("wrangler.toml is no TOML")?;
        let section = whole.get("env").and_then(|env| env.get("production")).and_then(Value::as_table);
        let section = section.context("wrangler.toml has no [env.production]; restore it")?;
        let missing = missing(&whole, section);
        if !missing.is_empty() {
            bail!("[env.production] of wrangler.toml lacks {}: bindings are not inherited", missing.join(", "));
        }
        let vars = section.get("vars");
        let var = |name: &str| vars.and_then(|vars| vars.get(name)).and_then(Value::as_str).map(str::to_owned);
        if var("BATON_ENV").as_deref() != Some("production") {
            bail!("BATON_ENV of [env.production.vars] must be \"production\": else webhooks may go anywhere");
        }
        let first = |list: &str, field: &str| {
            let first = section.get(list).and_then(Value::as_array).and_then(|list| list.first());
            first.and_then(|first| first.get(field)).and_then(Value::as_str).map(str::to_owned)
        };
        Ok(Self {
            database: first("d1_databases", "database_name").context("the production database has no name")?,
            database_id: first("d1_databases", "database_id").filter(|id| is_id(id)),
            bucket: first("r2_buckets", "bucket_name"),
            origin: var("BATON_ORIGIN"),
        })
    }

    /// Writes the database's id into the file, which keeps everything else.
    pub fn set_database_id(&mut self, project: &Project, id: &str) -> Result<()> {
        let text = fs::read_to_string(project.at(FILE)).context("wrangler.toml cannot be read")?;
        let text = with_database_id(&text, id).context("wrangler.toml has no database_id under [env.production]")?;
        fs::write(project.at(FILE), text).context("wrangler.toml cannot be written")?;
        self.database_id = Some(id.to_owned());
        Ok(())
    }
}

/// Bindings of development that production does not have.
fn missing(whole: &Table, section: &Table) -> Vec<String> {
    let names = |table: &Table, list: &str, field: &str| -> Vec<String> {
        let items = table.get(list).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(|item| item.get(field)?.as_str().map(str::to_owned)).collect()
    };
    let objects = |table: &Table| {
        let objects = table.get("durable_objects").and_then(Value::as_table);
        objects.map(|objects| names(objects, "bindings", "name")).unwrap_or_default()
    };
    let mut missing: Vec<String> = Vec::new();
    let present = objects(section);
    missing.extend(objects(whole).into_iter().filter(|name| !present.contains(name)));
    for (list, field) in BINDINGS {
        let present = names(section, list, field);
        missing.extend(names(whole, list, field).into_iter().filter(|name| !present.contains(name)));
    }
    missing.retain(|name| !OPTIONAL.contains(&name.as_str()));
    missing
}

/// Whether it is the id of a database, `8-4-4-4-12` hexadecimal digits, and not the words that stand for it.
fn is_id(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        && !text.starts_with("00000000")
}

fn with_database_id(text: &str, id: &str) -> Option<String> {
    let section = text.find("[[env.production.d1_databases]]")?;
    let line = section + text.get(section..)?.find("\ndatabase_id")? + 1;
    let end = line + text.get(line..)?.find('\n')?;
    Some(format!("{}database_id = \"{id}\"{}", text.get(..line)?, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0a1b2c3d-0000-4000-8000-00000000000a";

    fn own() -> String {
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../wrangler.toml")).unwrap()
    }

    #[test]
    fn the_committed_section_is_complete() {
        let section = Section::parse(&own()).unwrap();
        assert_eq!((section.database.as_str(), section.bucket.as_deref()), ("baton", Some("baton-files")));
        assert_eq!(section.database_id, None, "the id is the deployer's own");
    }

    #[test]
    fn the_databases_id_is_written_in_its_place() {
        let text = with_database_id(&own(), ID).unwrap();
        assert_eq!(Section::parse(&text).unwrap().database_id.as_deref(), Some(ID));
        assert_eq!(text.lines().count(), own().lines().count());
        assert_eq!(text.matches(ID).count(), 1);
        assert!(text.contains("00000000-0000-0000-0000-000000000000"), "that of development stays");
    }

    #[test]
    fn what_is_missing_is_named() {
        let text = own().replace("[[env.production.ratelimits]]", "[[env.other.ratelimits]]");
        assert!(Section::parse(&text).unwrap_err().to_string().contains("OPEN_LIMIT"));
        let text = own().replace("BATON_ENV = \"production\"", "BATON_ENV = \"development\"");
        assert!(Section::parse(&text).is_err());
    }
}
