//! The reporter's side: the private link, the report form, what a reporter says on their page, and what the public sees.

mod form;
mod link;
mod own;
mod public;
mod rush;
