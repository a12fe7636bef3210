//! Registration inside the app, through the public interface of the core.
//!
//! Fake here, at the edge: the server. It is written from documentation and from calls that were made to real
//! servers by hand (Microsoft Graph's pages, Spring Security, django-allauth headless), and keeps a list of its own.
//! `tests/servers` runs the real ones.

#[cfg(test)]
mod faults;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod naming;
#[cfg(test)]
mod server;
#[cfg(test)]
mod world;
