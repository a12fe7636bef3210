mod create;
mod get;
mod hardware;
mod verification;
mod world;
