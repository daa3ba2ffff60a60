//! The start page.

use app::Role;
use testkit::clock;

use crate::site::Site;

#[tokio::test]
async fn r_web_19_what_is_to_be_done_stands_by_day_and_what_has_none_last() {
    let site = Site::new(false).await;
    site.app.load_example(clock::now()).await.unwrap();
    let cookie = site.log_in(Role::Office).await;
    let page = site.get("/", &cookie).await.text;
    let due: Vec<&str> = page
        .split("<li><span class=\"due")
        .skip(1)
        .filter_map(|item| item.split_once('>')?.1.split_once('<'))
        .map(|(due, _)| due)
        .collect();
    let with_day = due.iter().take_while(|due| due.starts_with("senast 20")).count();
    let (days, words) = due.split_at(with_day);
    assert!(days.len() > 1 && days.is_sorted(), "{due:?}");
    assert_eq!(words, ["en gång"], "{due:?}");
}
