//! Paying requisitions: the payment file, the payment list, and the account statement that marks them
//! paid.

mod statement;

use ::payment::{Account, Debtor, Order, PROFILES, Payment, Profile, Remittance};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    giro::OrgNumber,
    money::Ore,
    refusal::Refusal,
    requisition::{Did, Requisition, State, next, together},
};
use sha2::{Digest, Sha256};
pub use statement::{Proposal, Read};
pub use store::payment::{PaymentFile, ReadStatement};
use store::{AssociationId, Tx, requisition::Filter};

use crate::{
    Actor, App, Failure, Outcome, hex, record,
    requisition::name,
    rights::{Act, On, require},
};

/// Names of settings.
const KEYS: [&str; 5] = [
    "betalning.profil",
    "betalning.avtal",
    "betalning.kontotyp",
    "betalning.konto",
    "betalning.bic",
];

/// Where the association pays from, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payer {
    /// A profile's name.
    pub profile: String,
    /// The number the bank knows the payer by.
    pub agreement: String,
    /// "bankgiro", "plusgiro" or "iban".
    pub account_kind: String,
    /// The account.
    pub account: String,
    /// The bank's BIC.
    pub bic: String,
}

/// The payments page.
#[derive(Clone, Debug)]
pub struct Payments {
    /// Requisitions that may be paid, with the insats's name.
    pub payable: Vec<(String, Requisition)>,
    /// Those in a file, on their way.
    pub sent: Vec<(String, Requisition)>,
    /// Files, newest first.
    pub files: Vec<PaymentFile>,
    /// Statements read, newest first.
    pub statements: Vec<ReadStatement>,
    /// Where the association pays from.
    pub payer: Payer,
    /// It can be used as it stands.
    pub ready: bool,
}

impl Payments {
    /// What may be paid, together.
    pub fn total(&self) -> Ore {
        together(self.payable.iter().map(|(_, requisition)| requisition))
    }
}

impl App {
    /// What may be paid, and what was.
    ///
    /// # Errors
    /// Not found for those who do not pay.
    pub async fn payments(&self, actor: &Actor) -> Outcome<Payments> {
        require(actor, Act::EditPayments, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let all = store::requisition::load(&mut tx, association, Filter::default()).await?;
        let with = |state: State| {
            let own = all.iter().filter(|r| r.state() == state);
            own.map(|r| (name(&facts, &r.insats), r.clone())).collect()
        };
        let payer = payer(&mut tx, association).await?;
        Ok(Payments {
            payable: with(State::Approved),
            sent: with(State::InFile),
            files: store::payment::files(&mut tx, association).await?,
            statements: store::payment::statements(&mut tx, association).await?,
            ready: read_payer(&payer).is_ok(),
            payer,
        })
    }

    /// Saves where the association pays from.
    ///
    /// # Errors
    /// Not found for those who do not pay; refusals at the fields.
    pub async fn save_payer(&self, actor: &Actor, payer: &Payer, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditPayments, On::Association)?;
        read_payer(payer).map_err(Failure::Refused)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let values = [
            &payer.profile,
            &payer.agreement,
            &payer.account_kind,
            &payer.account,
            &payer.bic,
        ];
        for (key, value) in KEYS.iter().zip(values) {
            store::setting::save(&mut tx, association, key, value.trim()).await?;
        }
        let detail =
            serde_json::json!({ "profile": payer.profile, "account": payer.account, "bic": payer.bic });
        record(
            &mut tx,
            actor,
            ("betalning.konto", "förbundets konto"),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Writes a payment file of these requisitions; answers with its name.
    ///
    /// # Errors
    /// Not found for those who do not pay, or a number that is not there; refusals of the state, the
    /// day, the association's own account, and what a bank would return.
    pub async fn make_payment_file(
        &self,
        actor: &Actor,
        numbers: &[String],
        on: NaiveDate,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        require(actor, Act::EditPayments, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let (profile, account, payer) =
            read_payer(&payer(&mut tx, association).await?).map_err(Failure::Refused)?;
        let all = store::requisition::load(&mut tx, association, Filter::default()).await?;
        let chosen = numbers
            .iter()
            .map(|number| all.iter().find(|r| r.number == *number));
        let chosen: Vec<&Requisition> = chosen.collect::<Option<_>>().ok_or(Failure::NotFound)?;
        let count = store::payment::files(&mut tx, association).await?.len();
        let id = format!("B{}-{:03}", now.format("%Y"), count + 1);
        let mut payments = Vec::new();
        for r in &chosen {
            let step = next(r.state(), Did::Filed, &actor.id, now, &id)?;
            let own = apart(actor, r);
            own?;
            let words = format!("{} {} {}", r.number, name(&facts, &r.insats), r.period.label());
            payments.push(Payment {
                end_to_end: r.number.clone(),
                amount: r.total(),
                name: r.recipient.name.clone(),
                account: Account::parse("konto", &r.recipient.account_kind, &r.recipient.account)?,
                remittance: Remittance::of(&r.recipient.reference, &words),
            });
            store::requisition::add_step(&mut tx, association, &r.number, &step).await?;
        }
        let order = Order {
            id: id.clone(),
            created: now.naive_utc(),
            on,
            debtor: Debtor {
                name: facts.association.name.clone(),
                org_number: OrgNumber::parse("orgnummer", &facts.association.org_number)?,
                agreement: payer.agreement,
                account,
                bic: payer.bic,
            },
            payments,
        };
        let xml = ::payment::write(&order, profile).map_err(Failure::Refused)?;
        let file = PaymentFile {
            name: id.clone(),
            on,
            profile: profile.slug.into(),
            total: order.total(),
            payments: i64::try_from(order.payments.len()).unwrap_or(i64::MAX),
            sha256: hex(&Sha256::digest(xml.as_bytes())),
            at: now,
            by: actor.id.clone(),
        };
        store::payment::add_file(&mut tx, association, &file, xml.as_bytes()).await?;
        let detail =
            serde_json::json!({ "requisitions": numbers, "ore": file.total.0, "sha256": file.sha256 });
        record(&mut tx, actor, ("betalning.fil", &id), detail, now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A payment file's bytes.
    ///
    /// # Errors
    /// Not found for those who do not pay, or when there is none.
    pub async fn payment_file(&self, actor: &Actor, file: &str) -> Outcome<Vec<u8>> {
        require(actor, Act::EditPayments, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let bytes = store::payment::bytes(&mut tx, association, file).await?;
        bytes.ok_or(Failure::NotFound)
    }

    /// Takes every requisition that is not yet paid out of a file that was never sent to the bank.
    ///
    /// # Errors
    /// Not found for those who do not pay; a refusal when nothing of it waits.
    pub async fn withdraw_payment_file(&self, actor: &Actor, file: &str, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditPayments, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let all = store::requisition::load(&mut tx, association, Filter::default()).await?;
        let inside = all
            .iter()
            .filter(|r| r.state() == State::InFile && r.signed(Did::Filed).is_some_and(|s| s.words == file));
        let mut count = 0;
        for r in inside {
            let step = next(r.state(), Did::Unfiled, &actor.id, now, file)?;
            store::requisition::add_step(&mut tx, association, &r.number, &step).await?;
            count += 1;
        }
        if count == 0 {
            let message = format!("Betalfilen {file} har inga betalningar som väntar. Ladda om sidan.");
            return Err(Refusal::new("betalfil-utan", message).into());
        }
        let detail = serde_json::json!({ "requisitions": count });
        record(&mut tx, actor, ("betalning.återkalla", file), detail, now).await?;
        Ok(tx.commit().await?)
    }
}

/// Nobody pays an insats they answer for.
fn apart(actor: &Actor, requisition: &Requisition) -> Result<(), Refusal> {
    let own = actor
        .assignments
        .iter()
        .any(|a| a.insats.as_deref() == Some(requisition.insats.as_str()));
    if own {
        let message = format!(
            "{} betalas till den verksamhet du själv företräder. En annan person måste göra betalfilen.",
            requisition.number
        );
        return Err(Refusal::new("betalning-egen", message));
    }
    Ok(())
}

async fn payer(tx: &mut Tx, association: AssociationId) -> Outcome<Payer> {
    let settings = store::setting::load(tx, association).await?;
    let of = |key: &str| settings.get(key).cloned().unwrap_or_default();
    let [profile, agreement, account_kind, account, bic] = KEYS.map(of);
    Ok(Payer {
        profile,
        agreement,
        account_kind,
        account,
        bic,
    })
}

/// Where it is paid from, once it can be used.
fn read_payer(typed: &Payer) -> Result<(&'static Profile, Account, Payer), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let profile = Profile::from_slug(&typed.profile);
    if profile.is_none() {
        let known: Vec<&str> = PROFILES.iter().map(|profile| profile.label).collect();
        let message = format!("Välj bankens format: {}.", known.join("; "));
        refusals.push(Refusal::at("betalning-profil", "profil", message));
    }
    if typed.agreement.trim().is_empty() || typed.agreement.trim().len() > 35 {
        let message = "Ange numret som banken känner förbundet under, från avtalet om filbetalning.";
        refusals.push(Refusal::at("betalning-avtal", "avtal", message));
    }
    let bic = typed.bic.trim().to_uppercase();
    if !matches!(bic.len(), 8 | 11) {
        let message = "Ange bankens BIC, 8 eller 11 tecken, till exempel SWEDSESS.";
        refusals.push(Refusal::at("betalning-bic", "bic", message));
    }
    let account = Account::parse("konto", &typed.account_kind, &typed.account);
    match (profile, account) {
        (Some(profile), Ok(account)) if refusals.is_empty() => {
            let payer = Payer {
                agreement: typed.agreement.trim().to_owned(),
                bic,
                ..typed.clone()
            };
            Ok((profile, account, payer))
        }
        (_, account) => {
            refusals.extend(account.err());
            Err(refusals)
        }
    }
}

/// The banks' formats to choose from: name in settings and words.
pub fn profiles() -> Vec<(&'static str, &'static str)> {
    PROFILES
        .iter()
        .map(|profile| (profile.slug, profile.label))
        .collect()
}

/// The example's own account: constructed, with right check digits.
pub(crate) async fn construct_payer(tx: &mut Tx, association: AssociationId) -> Outcome<()> {
    let values = ["svensk-03", "2220001859", "bankgiro", "991-2346", "SWEDSESS"];
    for (key, value) in KEYS.iter().zip(values) {
        store::setting::save(tx, association, key, value).await?;
    }
    Ok(())
}
