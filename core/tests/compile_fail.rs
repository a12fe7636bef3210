//! What holds a secret cannot be printed, copied, compared or serialised: each file of
//! `compile_fail` tries to, and must not compile.

#[test]
fn no_secret_is_printed_copied_compared_or_serialised() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
