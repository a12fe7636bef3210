mod create;
mod get;
mod hardware;
mod offers;
mod verification;
mod world;
