use super::{render, render_pairs};

#[test]
fn columns_are_as_wide_as_their_widest_cell() {
    let rows = [["1".to_owned(), "Ada".to_owned()], ["22".to_owned(), "Grace".to_owned()]];
    assert_eq!(render(["N", "WHO"], &rows), "N   WHO\n1   Ada\n22  Grace");
}

#[test]
fn values_stand_below_each_other() {
    assert_eq!(render_pairs(&[("a", "1".to_owned()), ("long", "2".to_owned())]), "a     1\nlong  2");
}
