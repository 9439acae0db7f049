//! What a module of Rust says about others: its `mod`s, its `use`s, and the paths in its code, those in macros included.
//! Tests are left out.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, Ident, Item, Lit, Meta, UseTree, Visibility};

type Way = Vec<String>;

/// What a module says.
#[derive(Default)]
pub(super) struct Said<'i> {
    /// What its names stand for that come by `use`.
    pub(super) names: BTreeMap<String, Way>,
    /// Everything that it names.
    pub(super) paths: Vec<Way>,
    pub(super) children: Vec<Child<'i>>,
}

/// A module that it declares.
pub(super) struct Child<'i> {
    pub(super) name: String,
    /// `#[path = "…"]`
    pub(super) path: Option<String>,
    /// What it holds when it has no file of its own.
    pub(super) items: Option<&'i [Item]>,
}

impl<'i> Said<'i> {
    pub(super) fn of(items: &'i [Item]) -> Self {
        let mut said = Self::default();
        for item in items {
            said.visit_item(item);
        }
        said
    }

    fn import(&mut self, way: &[String], tree: &UseTree) {
        let longer = |name: &Ident| longer(way.to_vec(), name);
        let (name, meant) = match tree {
            UseTree::Path(path) => return self.import(&longer(&path.ident), &path.tree),
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.import(way, tree)),
            UseTree::Glob(_) => return self.paths.push(way.to_vec()),
            UseTree::Name(name) if name.ident == "self" => {
                (way.last().cloned().unwrap_or_default(), way.to_vec())
            }
            UseTree::Name(name) => (name.ident.to_string(), longer(&name.ident)),
            UseTree::Rename(named) if named.ident == "self" => (named.rename.to_string(), way.to_vec()),
            UseTree::Rename(named) => (named.rename.to_string(), longer(&named.ident)),
        };
        self.paths.push(meant.clone());
        self.names.insert(name, meant);
    }

    /// Paths in what a macro is given, which nobody but the macro can parse.
    fn tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Way::new(), 0);
        for token in tokens {
            match token {
                TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) if colons == 2 => (path, colons) = (longer(path, &name), 0),
                TokenTree::Ident(name) => {
                    self.in_macro(std::mem::take(&mut path));
                    (path, colons) = (longer(path, &name), 0);
                }
                TokenTree::Group(group) => {
                    self.in_macro(std::mem::take(&mut path));
                    self.tokens(group.stream());
                }
                _ => self.in_macro(std::mem::take(&mut path)),
            }
        }
        self.in_macro(path);
    }

    /// A lonely `super` there is that of the module which the macro makes.
    fn in_macro(&mut self, path: Way) {
        if path.len() > 1 {
            self.paths.push(path);
        }
    }
}

impl<'i> Visit<'i> for Said<'i> {
    fn visit_item_mod(&mut self, module: &'i syn::ItemMod) {
        if !is_test(&module.attrs) {
            let path = module.attrs.iter().find_map(path_of);
            let items = module.content.as_ref().map(|(_, items)| items.as_slice());
            self.children.push(Child { name: module.ident.to_string(), path, items });
        }
    }

    /// `pub use` hands a name on; that is no use of it.
    fn visit_item_use(&mut self, item: &'i syn::ItemUse) {
        if is_test(&item.attrs) {
            return;
        }
        let taken = self.paths.len();
        self.import(&[], &item.tree);
        if !matches!(item.vis, Visibility::Inherited) {
            self.paths.truncate(taken);
        }
    }

    fn visit_item_fn(&mut self, item: &'i syn::ItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'i syn::ItemImpl) {
        if !is_test(&item.attrs) {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'i syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_path(&mut self, path: &'i syn::Path) {
        self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'i syn::Macro) {
        self.visit_path(&called.path);
        self.tokens(called.tokens.clone());
    }

    fn visit_meta_list(&mut self, list: &'i syn::MetaList) {
        self.tokens(list.tokens.clone());
    }

    /// `pub(super)` takes nothing from the parent.
    fn visit_visibility(&mut self, _: &'i syn::Visibility) {}
}

fn longer(mut path: Way, name: &Ident) -> Way {
    path.push(name.to_string());
    path
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

fn path_of(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
