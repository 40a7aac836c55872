//! A lean HTTP client: on two cores, what the client costs is taken from the server that is measured.

use crate::Trouble;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// How long an answer may take; the server itself gives a request up after 30 s.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

/// One phone: a connection that stays open, and a session cookie.
pub(crate) struct Phone {
    stream: BufReader<TcpStream>,
    address: String,
    cookie: String,
}

impl Phone {
    /// Connects without a session.
    pub(crate) async fn connect(address: &str) -> Result<Self, Trouble> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), address: address.to_owned(), cookie: String::new() })
    }

    /// The session that it asks with.
    pub(crate) fn session(&self) -> String {
        self.cookie.clone()
    }

    /// Asks with this session from now on.
    pub(crate) fn be(&mut self, session: &str) {
        session.clone_into(&mut self.cookie);
    }

    /// Signs in with an invite's code.
    pub(crate) async fn sign_in(&mut self, code: &str, name: &str) -> Result<(), Trouble> {
        let body = serde_json::json!({ "code": code, "name": name, "device": "bench" }).to_string();
        let (status, answer) = self.ask("POST", "/api/v1/session", body.as_bytes()).await?;
        if status != 200 || self.cookie.is_empty() {
            return Err(format!("sign-in: {status} {}", String::from_utf8_lossy(&answer)).into());
        }
        Ok(())
    }

    /// Sends one request and reads its whole answer.
    pub(crate) async fn ask(&mut self, method: &str, path: &str, body: &[u8]) -> Result<(u16, Vec<u8>), Trouble> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\ncookie: {}\r\n\r\n",
            self.address,
            body.len(),
            self.cookie,
        );
        let mut request = head.into_bytes();
        request.extend_from_slice(body);
        self.stream.get_mut().write_all(&request).await?;
        tokio::time::timeout(ANSWER_WITHIN, self.answer()).await?
    }

    async fn answer(&mut self) -> Result<(u16, Vec<u8>), Trouble> {
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no HTTP answer")?;
        let mut length = 0;
        loop {
            line.clear();
            if self.stream.read_line(&mut line).await? == 0 {
                return Err("the connection broke".into());
            }
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "set-cookie" => value.split(';').next().unwrap_or_default().clone_into(&mut self.cookie),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok((status, body))
    }
}
