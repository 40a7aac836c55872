//! The rules of Careline: pure, and the same on the phone and on the server.
