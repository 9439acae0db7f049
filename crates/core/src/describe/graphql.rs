//! What answers of GraphQL have in common: lists of things, which stand in `nodes` or, one deeper, in `edges`.

use crate::input::Input;

/// Things of a list, each with its path below the list.
pub(super) type Nodes<'p, 'i> = Vec<(String, &'p Input<'i>)>;

/// What a connection holds, or a plain list, as clients make of one. Nothing when it is neither.
pub(super) fn nodes<'p, 'i>(connection: &'p Input<'i>) -> Option<Nodes<'p, 'i>> {
    let numbered = |items: &'p [Input<'i>], of: fn(&'p Input<'i>) -> Option<&'p Input<'i>>, path: &str| {
        let found = items.iter().enumerate().filter_map(|(index, item)| Some((index, of(item)?)));
        found.map(|(index, node)| (path.replace('#', &index.to_string()), node)).collect()
    };
    match (connection, connection.get("nodes"), connection.get("edges")) {
        (Input::List(items), ..) => Some(numbered(items, Some, "[#]")),
        (_, Some(Input::List(nodes)), _) => Some(numbered(nodes, Some, ".nodes[#]")),
        (_, _, Some(Input::List(edges))) => Some(numbered(edges, |edge| edge.get("node"), ".edges[#].node")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_found_however_they_stand() {
        for (json, expected) in [
            (r#"[{"id":1},{"id":2}]"#, Some(vec!["[0]", "[1]"])),
            (r#"{"nodes":[{"id":1}],"edges":[]}"#, Some(vec![".nodes[0]"])),
            (r#"{"edges":[{"cursor":"a"},{"node":{"id":1}}]}"#, Some(vec![".edges[1].node"])),
            (r#"{"nodes":[]}"#, Some(vec![])),
            (r#"{"nodes":{"id":1}}"#, None),
            (r#"{"id":1}"#, None),
            ("5", None),
        ] {
            let connection = Input::from_json(json.as_bytes()).unwrap();
            let found =
                nodes(&connection).map(|nodes| nodes.into_iter().map(|(path, _)| path).collect::<Vec<_>>());
            assert_eq!(found, expected.map(|paths| paths.into_iter().map(str::to_owned).collect()), "{json}");
        }
    }
}
