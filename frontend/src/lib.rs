//! Careline's edge on the phone: storage, network, push and the start of the app.
