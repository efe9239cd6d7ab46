//! One keep-alive connection for requests, and one socket.

use anyhow::{Context, Result, bail};
use futures_util::StreamExt;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

/// A connection for requests.
pub struct Http {
    sender: SendRequest<Full<Bytes>>,
    authority: String,
}

impl Http {
    /// Connects.
    pub async fn connect(authority: &str) -> Result<Self> {
        let (sender, connection) = handshake(TokioIo::new(connect(authority).await?)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, authority: authority.to_owned() })
    }

    /// Whether the worker has closed it.
    pub fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    /// Posts JSON; the answer must be a success.
    pub async fn send(&mut self, path: &str, bearer: &str, body: &str) -> Result<Bytes> {
        let mut request = Request::post(path).header("host", &self.authority);
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        if !bearer.is_empty() {
            request = request.header("authorization", bearer);
        }
        self.sender.ready().await?;
        let answer = self.sender.send_request(request.body(Full::from(body.to_owned()))?).await?;
        let status = answer.status();
        let bytes = answer.into_body().collect().await?.to_bytes();
        if !status.is_success() {
            bail!("the worker answered {status}: {}", String::from_utf8_lossy(&bytes));
        }
        Ok(bytes)
    }
}

/// A socket that is only read.
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Opens a socket.
    pub async fn open(authority: &str, path: &str) -> Result<Self> {
        let (socket, _) = client_async(format!("ws://{authority}{path}"), connect(authority).await?).await?;
        Ok(Self(socket))
    }

    /// Reads until a frame contains `part`.
    pub async fn wait_for(&mut self, part: &str) -> Result<()> {
        loop {
            let frame = self.0.next().await.context("the worker closed a socket")??;
            if matches!(&frame, Message::Text(text) if text.contains(part)) {
                return Ok(());
            }
        }
    }
}

async fn connect(authority: &str) -> Result<TcpStream> {
    let stream = TcpStream::connect(authority).await.context("the worker takes no connection")?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
