mod create;
mod generator;
mod get;
mod hardware;
mod lists;
mod offers;
mod verification;
mod world;
