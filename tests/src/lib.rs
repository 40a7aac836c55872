//! Stories over real HTTP, faults, and the architecture's invariants.
//!
//! | room | what it is |
//! |---|---|
//! | [`world`] | a server, its people and their phones; what a story is told with |
//! | [`push_service`] | a push service that opens and checks what it gets |
//! | [`mail_server`], [`hook_receiver`] | a mail server, and a service that hooks call |
//! | [`process`] | the real binary, which can be killed |
//! | [`source`] | the workspace's own source, for the rules that are kept by reading it |
//! | [`log`] | everything that was logged, for the stories about what must not be |

#![expect(clippy::missing_panics_doc, reason = "what goes wrong here fails a test, which is what a panic is for")]

pub mod answer;
pub mod hook_receiver;
pub mod log;
pub mod mail_server;
pub mod process;
pub mod push_service;
pub mod source;
pub mod tls;
pub mod world;
