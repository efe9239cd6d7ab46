//! Ports of this machine.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result, bail};

/// Fails where somebody listens on a port already.
pub fn must_be_free(port: u16, what: &str) -> Result<()> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        bail!("port {port}, needed for {what}, is in use; stop what uses it, or choose others with --port");
    }
    Ok(())
}

/// A port that nobody uses.
pub fn free() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("this machine gives no port")?;
    Ok(listener.local_addr()?.port())
}
