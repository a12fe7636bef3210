use super::super::cause::Cause;
use super::super::row::{Row, code};

const SDK: &str = "auth0-server-python and Auth0.swift, answers of the My Account API";

/// The last part of the `type` of Auth0's problems.
pub(super) const ROWS: &[Row] =
    &[code("A0E-401-0001", Cause::SessionExpired, SDK), code("A0E-401-0003", Cause::SessionExpired, SDK)];
