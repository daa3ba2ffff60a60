//! The employer's identity provider, by OpenID Connect: authorization code with PKCE, state and
//! nonce. Says who somebody is there; who that is here is decided elsewhere.

use std::time::Duration;

use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope, TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreUserInfoClaims},
    reqwest,
};

/// How long the provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Us, as a provider knows us, when its addresses are known.
type Relying = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A provider, as configured.
#[derive(Clone)]
pub struct Provider {
    /// Its name on the log-in page's button.
    pub name: String,
    /// Its address; the configuration is read from `/.well-known/openid-configuration` under it.
    pub issuer: String,
    /// The name it knows us by.
    pub client_id: String,
    /// The secret it knows us by.
    pub client_secret: String,
    /// Where it sends the browser back.
    pub redirect: String,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({})", self.issuer)
    }
}

/// A log-in that was begun: where to send the browser, and what to remember until it is back.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Address at the provider.
    pub address: String,
    /// Comes back with the browser; must be the same.
    pub state: String,
    /// Stands in the provider's answer; must be the same.
    pub nonce: String,
    /// Shows that whoever fetches the answer is whoever asked (PKCE).
    pub verifier: String,
}

/// Who somebody is at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The provider.
    pub issuer: String,
    /// The person's key there; never given to somebody else.
    pub subject: String,
    /// The address, when the provider says that it is verified.
    pub verified_email: Option<String>,
}

/// Why the provider's word cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ProviderTrouble {
    /// The configuration is not addresses.
    #[error("the provider's configuration: {0}")]
    Configuration(String),
    /// It does not answer, or not as the standard says.
    #[error("the provider does not answer: {0}")]
    Silent(String),
    /// Its answer does not hold: signature, audience, time or nonce.
    #[error("the provider's answer does not hold: {0}")]
    Refused(String),
}

impl Provider {
    /// Begins a log-in.
    ///
    /// # Errors
    /// [`ProviderTrouble::Silent`] when the provider cannot be asked for its addresses.
    pub async fn begin(&self) -> Result<Begun, ProviderTrouble> {
        let client = self.client(&http()?).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (address, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Begun {
            address: address.to_string(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Ends a log-in: exchanges the code and examines the answer. The caller has compared the state.
    ///
    /// # Errors
    /// [`ProviderTrouble::Refused`] when anything in the answer does not hold.
    pub async fn finish(&self, begun: &Begun, code: &str) -> Result<Person, ProviderTrouble> {
        let http = http()?;
        let client = self.client(&http).await?;
        let answer = client
            .exchange_code(AuthorizationCode::new(code.into()))
            .map_err(|e| ProviderTrouble::Configuration(e.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(begun.verifier.clone()))
            .request_async(&http)
            .await
            .map_err(|e| ProviderTrouble::Refused(e.to_string()))?;
        let refused = |e: &dyn std::fmt::Display| ProviderTrouble::Refused(e.to_string());
        let token = answer.id_token().ok_or_else(|| refused(&"no id token"))?;
        let verifier = client.id_token_verifier();
        let claims = token
            .claims(&verifier, &Nonce::new(begun.nonce.clone()))
            .map_err(|e| refused(&e))?;
        if let Some(stated) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|e| refused(&e))?;
            let key = token.signing_key(&verifier).map_err(|e| refused(&e))?;
            let computed = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if computed.map_err(|e| refused(&e))? != *stated {
                return Err(refused(&"another access token"));
            }
        }
        let verified_email = match verified(claims) {
            Some(email) => Some(email),
            None => asked(&client, &answer, claims, &http).await,
        };
        Ok(Person {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            verified_email,
        })
    }

    async fn client(&self, http: &reqwest::Client) -> Result<Relying, ProviderTrouble> {
        let configuration = |e: &dyn std::fmt::Display| ProviderTrouble::Configuration(e.to_string());
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|e| configuration(&e))?;
        let redirect = RedirectUrl::new(self.redirect.clone()).map_err(|e| configuration(&e))?;
        let metadata = CoreProviderMetadata::discover_async(issuer, http)
            .await
            .map_err(|e| ProviderTrouble::Silent(e.to_string()))?;
        let secret = Some(ClientSecret::new(self.client_secret.clone()));
        Ok(
            CoreClient::from_provider_metadata(metadata, ClientId::new(self.client_id.clone()), secret)
                .set_redirect_uri(redirect),
        )
    }
}

/// The verified address in the token itself, in small letters.
fn verified(claims: &CoreIdTokenClaims) -> Option<String> {
    let email = claims.email().filter(|_| claims.email_verified() == Some(true))?;
    Some(email.as_str().to_lowercase())
}

/// The verified address from the provider's page about the person; providers differ in where they
/// say it. The page must be about the same person.
async fn asked<R>(
    client: &Relying,
    answer: &R,
    claims: &CoreIdTokenClaims,
    http: &reqwest::Client,
) -> Option<String>
where
    R: OAuth2TokenResponse,
{
    let same = Some(claims.subject().clone());
    let request = client.user_info(answer.access_token().clone(), same).ok()?;
    let page: CoreUserInfoClaims = request.request_async(http).await.ok()?;
    let email = page.email().filter(|_| page.email_verified() == Some(true))?;
    Some(email.as_str().to_lowercase())
}

/// Follows no redirects: a provider's answer may not send us elsewhere.
fn http() -> Result<reqwest::Client, ProviderTrouble> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .map_err(|e| ProviderTrouble::Configuration(e.to_string()))
}
