"""What pages that are no document say near their top, in many languages. Data only."""

from __future__ import annotations

import re
from collections.abc import Mapping

from verifier.extract.signs.phrases import phrases
from verifier.model.verdict import PageClass

LEADS: Mapping[PageClass, tuple[str, ...]] = {
    PageClass.BOT_WALL: phrases(
        """
        checking your browser; checking if the site connection is secure; before accessing;
        verify you are human; verify that you are human; verify you are a human;
        verifying you are human; verify that you're not a robot; verify you are not a robot;
        confirm you are human; confirm that you are human; confirm you are a human;
        confirm that you are not a robot; not a robot; not a bot; are you a robot; you are a bot;
        i am not a robot; complete the security check; complete the captcha; solve the captcha;
        security check by; enable javascript and cookies to continue; turn javascript on and reload;
        javascript on in your browser then reload; please enable cookies and reload;
        javascript is required please enable javascript before you are allowed; you have been blocked;
        you have been banned; you have been temporarily blocked; you've been blocked; you are blocked;
        you were blocked; has been blocked; have been blocked from; has been banned;
        has banned your ip; banned your access; banned you temporarily; your ip address is blocked;
        your ip has been; your ip address has been; your ip address was;
        ip address you are using has been; from your ip address; from your ip; for your ip;
        activated for your ip; your request has been blocked; your request was blocked;
        your request has been refused; your request has been rejected; your request has been rated;
        your request is blocked; your request is a; your request looks;
        your request could not be processed due to; request has been blocked;
        requests from you are blocked; the request was blocked; the request is blocked; request blocked;
        request unsuccessful; request rejected; the requested url was rejected; blocked by our security;
        blocked by our protection; blocked by the webmaster; blocked by the site owner;
        blocked by website owner; blocked by the defense; blocked by the web server; blocked because of;
        blocked due to; all traffic is blocked; error you are blocked; access to this page has been;
        access to this page is forbidden; access to this site has been; access to this website has been;
        access to the website is blocked; access to this service has been; your access to this;
        access from your; access denied; access forbidden; access blocked; access has been denied;
        access has been blocked; you don't have permission to access;
        you do not have permission to access; you are not allowed to access; you are unable to access;
        unable to visit the website; accessing this website from;
        cannot access this store from your country; not available in your country;
        not available in your region; unavailable in your region; unavailable in your location;
        not available from your location; unavailable due to legal reasons;
        unavailable for legal reasons; european economic area; unusual traffic; unusual activity;
        suspicious activity; malicious activity; suspicious request; potentially harmful;
        security risk detected; automated queries; automated requests; automated traffic;
        automated access; excessive requests; too many requests; too many attempts;
        exceeded the rate limit; being rate limited; aggressive requests; crawler bot; anti-crawler;
        bot protection; ddos protection; protection against ddos; protect itself from online attacks;
        web application firewall; website firewall; server firewall; blocked by our firewall;
        flagged by our security; triggered our security; security service; security system of;
        mod security; modsecurity; incapsula incident; incident id; error ray id; cloudflare ray id;
        ray id; block reference id; reference number shown; connection denied by; country blocker;
        detected as a crawler; want to crawl; blocked spider; error 403; 403 forbidden;
        connected to project shield; learn about project shield; powered by crowdsec;
        if you believe you have been blocked in error; if you think you have been blocked in error;
        please disable your vpn; hosting provider network proxy server; show us your human side;
        press and hold; zugriff verweigert; zugriff wurde blockiert; zugriff wurde gesperrt;
        zugriff auf diese seite wurde; sie wurden blockiert; sie wurden gesperrt; ihre ip;
        ihre anfrage wurde; die anfrage wurde durch; für deine ip aktiviert; kein roboter;
        ungewöhnliche aktivität; ungewöhnlichen datenverkehr; verdächtige aktivität; sicherheitssystem;
        accès refusé; accès bloqué; accès interdit; vous avez été bloqué; votre adresse ip;
        votre requête a été bloquée; votre demande a été bloquée; n'êtes pas un robot;
        activité inhabituelle; activité suspecte; trafic inhabituel; acceso denegado; acceso bloqueado;
        ha sido bloqueado; has sido bloqueado; ha sido bloqueada; su dirección ip; tu dirección ip;
        no eres un robot; no es un robot; no eres una máquina; humano o un robot;
        actividad poco habitual; actividad sospechosa; tráfico inusual; acesso negado; acesso bloqueado;
        foi bloqueado; foi bloqueada; seu ip bloqueado; bloqueou sua conexão; não é um robô;
        você é humano; tráfego incomum; atividade suspeita; complete o desafio; accesso negato;
        accesso bloccato; è stato bloccato; è stata bloccata; sei stato bloccato; non sei un robot;
        attività sospetta; attività insolita; il tuo indirizzo ip; toegang geweigerd;
        u bent geblokkeerd; je bent geblokkeerd; uw ip-adres; geen robot; verdachte activiteit;
        åtkomst nekad; din ip-adress; inte en robot; adgang nægtet; din ip-adresse; pääsy estetty;
        доступ запрещен; доступ заблокирован; доступ ограничен; доступ к сайту; запрос заблокирован;
        вы заблокированы; заблокирован; ваш ip; что вы не робот; подозрительн;
        подозрительной активности; проверка браузера; доступ заборонено; ваша ip; odmowa dostępu;
        dostęp zablokowany; zablokowany; twój adres ip; nie jesteś robotem; přístup odepřen;
        přístup byl zablokován; vaše ip; nejste robot; nie ste robot; hozzáférés megtagadva;
        az ön ip-címe; nem robot; acces interzis; acces blocat; adresa ip; erişim engellendi;
        erişiminiz engellendi; ip adresiniz; robot olmadığınızı; akses ditolak; akses anda; diblokir;
        alamat ip anda; bukan robot; truy cập bị; bị chặn; địa chỉ ip; アクセスが拒否; アクセスを拒否; アクセスが制限;
        アクセスを制限; ロボットではありません; ロボットではない; 访问被拒绝; 访问被拦截; 访问被阻断; 请求被拦截; 请求已被; 已被拦截; 您的访问; 您的请求; 您已被; 您的ip;
        不是机器人; 安全验证; 拒绝访问; 您已被該網站; 您的存取; 不是機器人; 접근이 차단; 차단되었습니다; 접근이 거부; 로봇이 아닙니다; 비정상적인; تم حظر;
        تم رفض; لست روبوت; عنوان ip; הגישה נחסמה; הגישה נדחתה; נחסמה; مسدود شده; دسترسی شما; ถูกบล็อก;
        ถูกระงับ
        """
    ),
    PageClass.SOFT_404: phrases(
        """
        page you requested could not be found; page you requested was not found;
        page you requested cannot be found; page you are looking for; page you're looking for;
        page you were looking for; page you were trying to; page you are trying to;
        page cannot be found; page can't be found; page could not be found; page does not exist;
        page doesn't exist; page no longer exists; page was not found; page is no longer available;
        page has been removed; content is no longer available; article you are looking for;
        article is no longer available; article has been removed; story you are looking for;
        requested resource could not be found; requested url was not found;
        requested page could not be found; requested page was not found; could not find the page;
        couldn't find the page; couldn't find that page; can't find the page; can't find that page;
        cannot find the page; we can't find; nothing was found at this location; no longer here;
        die angeforderte seite; die gewünschte seite; die von ihnen gesuchte seite; die gesuchte seite;
        seite wurde nicht gefunden; seite konnte nicht gefunden; la page demandée; la page que vous;
        la página que; la página solicitada; a página que; la pagina che; la pagina richiesta;
        de pagina die; deze pagina bestaat niet; sidan du; siden du; запрашиваемая страница;
        страница не найдена; страница, которую вы; nie znaleziono strony; strona której szukasz;
        お探しのページ; 您访问的页面; 您所访问的页面
        """
    ),
    PageClass.PAYWALL: phrases(
        """
        subscribe to continue reading; subscribe to keep reading; subscribe to read;
        subscribe to unlock; to continue reading; to read the full article; to read the full story;
        this article is for subscribers; this content is for subscribers; this story is for subscribers;
        for subscribers only; available to subscribers; exclusive to subscribers; already a subscriber;
        become a subscriber; start your free trial; you have reached your limit;
        reached your article limit; free articles remaining; plans currently available in your country;
        weiterlesen mit; um weiterzulesen; nur für abonnenten; diesen artikel lesen;
        réservé aux abonnés; réservée aux abonnés; déjà abonné; pour lire la suite;
        solo para suscriptores; para suscriptores; ya eres suscriptor; para seguir leyendo;
        exclusivo para assinantes; já é assinante; riservato agli abbonati; sei già abbonato;
        voor abonnees
        """
    ),
    PageClass.PARKED: phrases(
        """
        domain is for sale; domain may be for sale; domain name is for sale;
        domain is available for purchase; buy this domain; make an offer on this domain;
        inquire about this domain; get this domain; domain is parked; domain has been parked;
        parked free courtesy of; is parked free; domain has expired; domain name has expired;
        domain is registered; domain has been registered; domain has recently been registered;
        domain was registered; this web page is parked; this page is generated by parking;
        owner of this domain; the sponsored listings displayed above; interested in this domain;
        domain steht zum verkauf; diese domain ist; domain kaufen; domain wurde registriert;
        domain ist registriert; ce domaine est; ce nom de domaine; este dominio ha sido registrado;
        este dominio está; dominio ha sido registrado; este domínio; questo dominio;
        dominio è in vendita; dit domein; deze domeinnaam; домен продается; домен припаркован;
        этот домен; ta domena; domena jest; 此域名; 该域名; このドメイン
        """
    ),
    PageClass.ERROR_PAGE: phrases(
        """
        undergoing scheduled maintenance; undergoing maintenance; under maintenance;
        down for maintenance; temporarily down for maintenance; temporarily unavailable;
        temporarily overloaded; internal server error; the server encountered an internal error;
        an error occurred while processing; an error occurred during; an unexpected error;
        a client-side exception has occurred; error establishing a database connection;
        service unavailable; bad gateway; http error 403; http error 500; http error 503;
        the request url is forbidden; your browser sent a request that this server could not understand;
        no healthy upstream; default backend 404; account has been suspended; this site is currently;
        this website is currently
        """
    ),
    PageClass.ARCHIVE_ERROR: phrases(
        """
        wayback machine has not archived that url; this url has been excluded from the wayback machine;
        url is not available in the wayback machine; page cannot be displayed due to robots txt;
        wayback machine doesn't have that page archived; wayback machine has not archived; job failed;
        snapshot cannot be displayed due to an internal error; this snapshot cannot be displayed;
        error fetching the page no archived version; no archived version
        """
    ),
    PageClass.LOGIN: phrases(
        """
        please log in to continue; please sign in to continue; you must be logged in; you must log in;
        you need to log in; log in to continue; sign in to continue; log in to facebook to;
        forgot your password; forgotten password; forgot password; sign in with; new to linkedin;
        passwort vergessen; mot de passe oublié; olvidaste tu contraseña; olvidó su contraseña;
        esqueceu sua senha; password dimenticata; wachtwoord vergeten; забыли пароль; パスワードをお忘れ; 忘记密码
        """
    ),
    PageClass.CONSENT: phrases(
        """
        before you continue; we and our partners; we use cookies and data to; wir und unsere partner;
        wir verwenden cookies und daten; accept all reject all; reject all accept all;
        manage your choices; yahoo family of brands; nous et nos partenaires;
        nosotros y nuestros socios; mit werbung weiterlesen
        """
    ),
}
"""A sign of the class where the page has little text."""

REFUSAL = re.compile(
    r"\b(?:ip|request|access|visit|connection|browser|address|traffic|you|site|website|page)\b.{0,60}"
    r"\b(?:blocked|banned|denied|forbidden|refused|rejected|restricted|blacklisted|suspicious|malicious)\b"
    r"|\b(?:blocked|banned|denied|forbidden|restricted|unusual|suspicious)\b.{0,40}"
    r"\b(?:ip|request|access|address|robot|bot|crawler|spider|firewall)\b"
)
"""A refusal in any English words, in the form of `phrases.spoken`: a sign on a page of a few sentences."""
