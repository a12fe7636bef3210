use std::collections::BTreeSet;

use crate::Operation;

/// Which operations were called.
#[derive(Debug, Default)]
pub struct Coverage(BTreeSet<String>);

impl Coverage {
    pub(crate) fn note(&mut self, operation: &str) {
        self.0.insert(operation.to_owned());
    }

    /// What is wrong with it for a driver: operations that no scenario reached, and ones that are not
    /// listed.
    pub fn gaps(&self, operations: &[Operation], driver: &str) -> Vec<String> {
        let is_for = |operation: &&Operation| operation.only.as_ref().is_none_or(|only| only.is_for(driver));
        let wanted: BTreeSet<&str> =
            operations.iter().filter(is_for).map(|operation| operation.name.as_str()).collect();
        let unreached = wanted.iter().filter(|name| !self.0.contains(**name));
        let unlisted = self.0.iter().filter(|name| !wanted.contains(name.as_str()));
        unreached
            .map(|name| format!("no scenario calls {name}"))
            .chain(unlisted.map(|name| format!("{name} is called and is not in operations.json")))
            .collect()
    }
}
