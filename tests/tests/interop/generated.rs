//! The generated files for other languages, read by what reads those languages.

use openclaw_tests::outside;
use serde_json::{Value, json};
use tree_sitter::{Node, Parser};

#[test]
fn the_json_schema_is_one_and_names_what_clients_look_for() {
    let schema: Value = serde_json::from_str(&generated("protocol.schema.json")).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let looked_for =
        ["ConnectParams", "HelloOk", "RequestFrame", "PresenceEntry", "AgentParams", "ChatSendParams"];
    for name in looked_for {
        let mut one = schema.clone();
        one.as_object_mut().unwrap().remove("anyOf");
        one["allOf"] = json!([{"$ref": format!("#/definitions/{name}")}]);
        let validator = jsonschema::validator_for(&one).unwrap();
        assert!(!validator.is_valid(&json!(5)), "{name} accepts anything");
    }
    let frames = jsonschema::validator_for(&schema).unwrap();
    assert!(frames.is_valid(&json!({"type": "req", "id": "1", "method": "health"})));
    assert!(!frames.is_valid(&json!({"type": "req", "id": "", "method": "health"})));
    let described = |names: &str| schema[names].as_object().unwrap().len();
    assert_eq!((described("x-methods"), described("x-events")), (86, 18));
}

/// There is no Swift compiler to be had everywhere; the grammar that editors use tells at least that it is Swift.
#[test]
fn the_swift_file_is_swift() {
    let text = generated("Protocol.swift");
    assert_eq!(faults(&text), Vec::<String>::new());
    assert!(text.contains("public struct ConnectParams: Codable"), "not what it should hold");
    let broken = text.replacen("public struct ConnectParams: Codable", "public struct : Codable", 1);
    assert_eq!(faults(&broken).len(), 1, "the parser does not see what is wrong");
}

/// The lines at which the parser had to guess: the innermost parts that are not whole.
fn faults(swift: &str) -> Vec<String> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_swift::LANGUAGE.into()).unwrap();
    let tree = parser.parse(swift, None).unwrap();
    let mut found = Vec::new();
    let mut broken: Vec<Node<'_>> = vec![tree.root_node()];
    broken.retain(Node::has_error);
    while let Some(node) = broken.pop() {
        let within: Vec<_> = node.children(&mut node.walk()).filter(Node::has_error).collect();
        if within.is_empty() {
            let line = node.start_position().row;
            found.push(format!("{}: {}", line + 1, swift.lines().nth(line).unwrap_or_default()));
        }
        broken.extend(within);
    }
    found
}

fn generated(file: &str) -> String {
    std::fs::read_to_string(outside::workspace().join("protocol-spec/generated/v3").join(file)).unwrap()
}
