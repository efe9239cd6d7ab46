//! The committed schemas and the API's description are those of the types. `cargo baton schemas` rewrites them, and
//! so does this test with `BATON_WRITE=1`.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use baton_shared::authoring::{openapi, schemas};
use serde_json::Value;

fn public() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../public")
}

fn generated() -> BTreeMap<PathBuf, Value> {
    let mut files: BTreeMap<PathBuf, Value> =
        schemas().into_iter().map(|(name, schema)| (public().join("schemas").join(name), schema)).collect();
    files.insert(public().join("openapi.json"), openapi());
    files
}

#[test]
fn what_is_committed_is_what_the_types_say() {
    let write = std::env::var_os("BATON_WRITE").is_some();
    let mut stale = Vec::new();
    for (path, value) in generated() {
        let text = format!("{}\n", serde_json::to_string_pretty(&value).unwrap());
        if write {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != text {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "not as the types say: {stale:#?}\nrun `cargo baton schemas` and commit what it writes");
}

#[test]
fn no_schema_is_left_over() {
    let known: BTreeSet<String> = schemas().into_keys().collect();
    for entry in std::fs::read_dir(public().join("schemas")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name), "{name} belongs to no type; delete it");
    }
}

/// Every reference of a document, with the document's own root.
fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match inner {
                    Value::String(text) if key == "$ref" => found.push(text),
                    inner => references(inner, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for (path, document) in generated() {
        let mut found = Vec::new();
        references(&document, &mut found);
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads outside"));
            assert!(document.pointer(pointer).is_some(), "{reference} in {}", path.display());
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: a line a route")]
fn every_route_is_described() {
    let described: BTreeSet<String> = openapi()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(move |method| format!("{method} {path}")))
        .collect();
    let routes = "get /health
        get /openapi.json
        get /schemas/{name}.schema.json
        get /published/manifest.json
        get /published/parts/{hash}.json
        get /v1/articles/{id}
        post /v1/notices
        post /v1/conversations
        post /v1/conversations/{id}/commands
        get /v1/conversations/{id}/events
        post /v1/conversations/{id}/identity
        post /v1/conversations/{id}/ticket
        get /v1/conversations/{id}/socket
        get /v1/conversations/{id}/unread
        post /v1/conversations/mine
        post /v1/conversations/{id}/resume
        post /v1/conversations/{id}/attachments
        get /v1/conversations/{id}/attachments/{attachment}
        get /embed
        get /chat
        get /reply/{token}
        post /reply/{token}
        post /reply/{token}/continue
        get /console/sign-in
        post /console/sign-in
        post /console/sign-out
        get /console/api/me
        get /console/api/conversations
        get /console/api/conversations/{id}/events
        post /console/api/conversations/{id}/commands
        post /console/api/conversations/{id}/attachments
        get /console/api/conversations/{id}/attachments/{attachment}
        post /console/api/conversations/{id}/ticket
        get /console/api/conversations/{id}/socket
        post /console/api/desk/ticket
        get /console/api/desk/socket
        get /console/api/deliveries
        get /console/api/deliveries/{id}
        get /console/api/endpoints
        put /console/api/endpoints/{id}
        delete /console/api/endpoints/{id}
        post /console/api/endpoints/{id}/secret
        post /console/api/endpoints/{id}/test
        post /console/api/deliveries/{id}/replay
        get /console/api/team
        post /console/api/team
        put /console/api/team/{id}
        delete /console/api/team/{id}
        post /console/api/team/{id}/invitation
        get /console/api/sessions
        delete /console/api/sessions/{id}
        get /console/api/keys
        post /console/api/keys
        delete /console/api/keys/{id}
        get /console/api/settings
        put /console/api/settings/{section}
        get /console/api/rules
        put /console/api/rules
        get /console/api/rules/versions
        get /console/api/rules/versions/{number}
        post /console/api/rules/try
        get /console/api/audit
        get /console/api/articles
        get /console/api/articles/{id}
        put /console/api/articles/{id}
        get /console/api/knowledge/lessons
        put /console/api/knowledge/model
        post /console/api/knowledge/try
        get /console/api/gaps
        delete /console/api/gaps/{id}
        put /admin/workspace
        get /admin/workspace
        put /admin/endpoints/{id}
        delete /admin/endpoints/{id}
        get /admin/conversations
        get /admin/conversations/{id}
        get /admin/backup
        get /admin/backup/rows
        get /admin/backup/conversations
        get /admin/backup/conversations/{id}
        get /admin/backup/conversations/{id}/attachments/{attachment}
        get /admin/backup/models/{model}
        post /admin/restore
        post /admin/restore/rows
        post /admin/restore/conversations/{id}
        put /admin/restore/conversations/{id}/attachments/{attachment}
        put /admin/restore/models/{model}
        post /admin/restore/conversations/{id}/wake
        post /admin/conversations/{id}/commands
        post /admin/conversations/{id}/erase
        get /admin/deliveries
        post /admin/deliveries/{id}/replay
        get /console/api/customers/{id}
        delete /console/api/customers/{id}
        get /console/api/customers/{id}/export
        get /admin/customers
        delete /admin/customers
        post /admin/team
        post /admin/team/{id}/invitation
        get /admin/audit
        post /admin/sweep";
    let expect: BTreeSet<String> = routes.lines().map(|line| line.trim().to_owned()).collect();
    assert_eq!(described, expect);
}
