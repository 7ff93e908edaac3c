"""Signs in a page's source, in response headers and in numbers. Data only."""

from __future__ import annotations

SOURCE_MARKERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "cloudflare-challenge",
        (
            "cdn-cgi/challenge-platform",
            "cf-browser-verification",
            "cf_chl_",
            "jschl_vc",
            "cf-im-under-attack",
        ),
    ),
    ("cloudflare-block", ("cf-error-details", "cf-captcha-container", "/cdn-cgi/styles/cf.errors")),
    ("perimeterx", ("px-captcha", "_pxappid", "captcha.px-cdn.net")),
    ("datadome", ("captcha-delivery.com", "geo.captcha-delivery")),
    ("incapsula", ("_incapsula_resource", "incapsula incident")),
    ("akamai", ("errors.edgesuite.net", "reference&#32;&#35;", "_sec/cp_challenge", "sec-if-cpt-container")),
    ("sucuri", ("sucuri_cloudproxy", "sucuri website firewall")),
    ("aws-waf", ("awswafcookiedomainlist", "token.awswaf.com", "aws-waf-token")),
    ("ddos-guard", ("ddos-guard.net", "/.well-known/ddos-guard")),
    ("kasada", ("/149e9513-01fa-4fb0-aad4-566afd725d1b/", "kpsdk")),
    ("anubis", ("/.within.website/x/cmd/anubis",)),
    ("project-shield", ("projectshield.withgoogle.com", "project shield")),
    ("captcha", ("hcaptcha.com/1/api.js", "google.com/recaptcha/api", "challenges.cloudflare.com/turnstile")),
    (
        "asks-for-script",
        (
            "enable javascript",
            "javascript is required",
            "javascript is disabled",
            "requires javascript",
            "turn javascript on",
        ),
    ),
    ("app-root", ('id="root"', 'id="app"', 'id="__next"', 'id="__nuxt"', "<app-root", 'id="main-app"')),
    (
        "parking",
        (
            "sedoparking",
            "parkingcrew",
            "bodis.com",
            "parklogic",
            "img1.wsimg.com/parking-lander",
            "afternic.com",
            "hugedomains.com",
            "cashparking",
            "parking-page",
            "domainparking",
            "d38psrni17bvxu.cloudfront.net",
            "dondominio",
            "namebright",
            "window.park",
        ),
    ),
    ("consent-form", ("consent.youtube.com", "consent.google.com", "consent.yahoo.com", "guce.")),
    (
        "login-form",
        (
            "login-submit",
            "wp-login.php",
            'name="session_key"',
            "/users/sign_in",
            "accounts.google.com/signin",
        ),
    ),
)
"""What is looked for in the source of a page with little text; in a longer one it means nothing."""

WALL_MARKERS = frozenset(
    "cloudflare-challenge cloudflare-block perimeterx datadome incapsula akamai sucuri aws-waf ddos-guard"
    " kasada anubis project-shield".split()
)

REFUSAL_HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cf-mitigated", ("challenge", "block")),
    ("x-amzn-waf-action", ("challenge", "captcha", "block")),
    ("x-datadome", ("protected", "blocked", "captcha")),
    ("x-px-block", ("1", "true")),
    ("x-sucuri-block", ("",)),
)
"""Headers by which a delivery network says that it, and not the site, answered; and their values
(a part of the value is enough)."""

HTTP_NUMBERS = frozenset(
    "400 401 403 404 405 406 410 429 451 500 501 502 503 504 520 521 522 523 524 525 526".split()
)
NOT_FOUND_NUMBERS = frozenset({"404", "410"})
REFUSED_NUMBERS = frozenset({"401", "403", "405", "406", "429", "451"})
NUMBER_COMPANIONS = frozenset(
    "error errors http https status code page not found oops ops sorry whoops uh oh forbidden access denied bad"
    " gateway fehler erreur errore erro ошибка 오류 エラー seite nicht gefunden die site server resource file"
    " request blocked restricted unauthorized notice exception unavailable service gone".split()
)
"""Words that may stand beside such a number in a title that says nothing else."""
