//! Waiting for what is done beside the request.

use std::time::{Duration, Instant};

/// The longest wait: nobody waits so long on an idle machine, and a loaded one is not to fail a test.
const LONGEST: Duration = Duration::from_secs(30);

/// Asks again and again until there is an answer.
pub async fn wait_for<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(started.elapsed() < LONGEST, "{what}: not within {LONGEST:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
