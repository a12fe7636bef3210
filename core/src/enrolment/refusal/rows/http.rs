use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, status};

const SEMANTICS: &str = "RFC 9110, section 15";
const MORE: &str = "RFC 6585, section 4";

/// What a status says by itself. One that says neither why nor who must act has no row: 400, 403, 404, 409, 422.
pub(super) const ROWS: &[Row] = &[
    status(401, Cause::SessionExpired, SEMANTICS),
    status(404, Cause::AlreadyGone, SEMANTICS).during(During::Delete),
    status(405, Cause::MalformedRequest, SEMANTICS),
    status(406, Cause::MalformedRequest, SEMANTICS),
    status(408, Cause::ServerDown, SEMANTICS),
    status(410, Cause::AlreadyGone, SEMANTICS).during(During::Delete),
    status(413, Cause::MalformedRequest, SEMANTICS),
    status(415, Cause::MalformedRequest, SEMANTICS),
    status(429, Cause::Throttled, MORE),
    status(500, Cause::ServerError, SEMANTICS),
    status(502, Cause::ServerDown, SEMANTICS),
    status(503, Cause::ServerDown, SEMANTICS),
    status(504, Cause::ServerDown, SEMANTICS),
];
