//! Stories: what people do at a conference, told over real HTTP with real pushes, and what must hold whatever happens.

mod hallway;
mod paging;
mod people;
mod reporter;
mod restart;
