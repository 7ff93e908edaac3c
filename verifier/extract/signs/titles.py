"""Titles of pages that are no document, in many languages. Data only."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.extract.signs.phrases import phrases
from verifier.model.verdict import PageClass

TITLES: Mapping[PageClass, tuple[str, ...]] = {
    PageClass.SOFT_404: phrases(
        """
        not found; page not available; page unavailable; page missing; missing page;
        page does not exist; page doesn't exist; page has moved or been removed; content not available;
        content unavailable; content no longer available; this content isn't available;
        this page isn't available; this page is not available; article expired; article not available;
        article unavailable; story not available; no longer available; nothing found; nothing here;
        no such page; page removed; page deleted; page expired; link expired;
        file or directory not found; the resource cannot be found; video unavailable; broken link;
        dead link; seite nicht gefunden; seite nicht verfügbar; seite existiert nicht;
        seite existiert nicht mehr; die seite existiert nicht; die seite wurde nicht gefunden;
        diese seite existiert nicht; diese seite wurde nicht gefunden; diese seite gibt es nicht;
        nicht gefunden; inhalt nicht gefunden; inhalt nicht verfügbar; artikel nicht gefunden;
        artikel nicht mehr verfügbar; dokument nicht gefunden; page non trouvée; page introuvable;
        page inexistante; cette page n'existe pas; cette page est introuvable;
        la page demandée est introuvable; contenu introuvable; article introuvable;
        document introuvable; non trouvé; página no encontrada; página no disponible;
        página inexistente; la página no existe; esta página no existe; no se encontró la página;
        no se ha encontrado la página; no se encuentra la página; no encontrado;
        contenido no encontrado; contenido no disponible; artículo no encontrado; página não encontrada;
        página não existe; página inexistente; esta página não existe; conteúdo não encontrado;
        não encontrado; pagina non trovata; pagina inesistente; la pagina non esiste;
        questa pagina non esiste; contenuto non trovato; contenuto non disponibile; non trovato;
        pagina niet gevonden; deze pagina bestaat niet; pagina bestaat niet; niet gevonden;
        artikel niet gevonden; sidan hittades inte; sidan kunde inte hittas; sidan finns inte;
        sidan saknas; siden blev ikke fundet; siden findes ikke; siden ble ikke funnet;
        siden finnes ikke; fant ikke siden; sivua ei löytynyt; sivua ei löydy; страница не найдена;
        страницы не существует; такой страницы не существует; страница не существует; страница удалена;
        не найдено; сторінку не знайдено; сторінка не знайдена; strona nie została znaleziona;
        nie znaleziono strony; strona nie istnieje; nie znaleziono; stránka nenalezena;
        stránka nebyla nalezena; stránka neexistuje; stránka sa nenašla; stránka nebola nájdená;
        oldal nem található; az oldal nem található; pagina nu a fost găsită; pagina nu există;
        страницата не е намерена; stranica nije pronađena; stran ni bila najdena; lehte ei leitud;
        lapa nav atrasta; puslapis nerastas; η σελίδα δεν βρέθηκε; sayfa bulunamadı;
        aradığınız sayfa bulunamadı; halaman tidak ditemukan; không tìm thấy trang; trang không tồn tại;
        ページが見つかりません; ページが見つかりませんでした; お探しのページは見つかりません; お探しのページは見つかりませんでした; 指定されたページが見つかりません; 页面不存在;
        页面未找到; 页面没有找到; 找不到页面; 未找到页面; 您访问的页面不存在; 您访问的页面不存在或已被删除; 找不到網頁; 找不到頁面; 頁面不存在; 페이지를 찾을 수 없습니다;
        존재하지 않는 페이지입니다; الصفحة غير موجودة; لم يتم العثور على الصفحة; הדף לא נמצא; העמוד לא נמצא;
        صفحه یافت نشد; صفحه مورد نظر یافت نشد; ไม่พบหน้า; ไม่พบหน้าที่คุณต้องการ; पृष्ठ नहीं मिला
        """
    ),
    PageClass.BOT_WALL: phrases(
        """
        just a moment; one moment please; please wait; attention required; access denied;
        access to this page has been denied; access to this page has been blocked;
        access to this site has been denied; access restricted; access forbidden; access blocked;
        access is denied; access is blocked; blocked; request blocked; request rejected; page blocked;
        site blocked; security block; security check; security verification; security risk information;
        human verification; bot verification; bot detection; robot check; robot or human;
        are you a robot; are you human; are you a human; are you not a robot; bot or not; captcha;
        captcha challenge; challenge validation; client challenge; checking your browser;
        checking your browser before accessing; verifying your browser; verifying you are human;
        verify you are human; verify that you are not a robot; pardon our interruption;
        please verify you are a human; please verify you are human; ddos protection; ddos guard;
        you have been blocked; sorry you have been blocked; you have been banned;
        you are being rate limited; too many requests; unusual traffic; unusual activity;
        unusual traffic detected; suspicious activity detected; ip blocked; ip banned; country blocked;
        blacklisted; website firewall; web application firewall; sucuri website firewall access denied;
        unavailable for legal reasons; you are being redirected; making sure you're not a bot;
        ihr zugriff wurde gesperrt; zugriff verweigert; zugriff gesperrt; zugriff blockiert;
        zugriff nicht erlaubt; zugang verweigert; sicherheitsüberprüfung; sicherheitsabfrage;
        sicherheitsprüfung; sind sie ein mensch; einen moment; nur einen moment; accès refusé;
        accès interdit; accès bloqué; accès restreint; vérification de sécurité; un instant;
        êtes-vous un robot; acceso denegado; acceso bloqueado; acceso restringido; acceso prohibido;
        verificación de seguridad; un momento; eres humano; acesso negado; acesso bloqueado;
        acesso restrito; acesso proibido; verificação de segurança; um momento; accesso negato;
        accesso bloccato; accesso vietato; verifica di sicurezza; un attimo; toegang geweigerd;
        toegang geblokkeerd; beveiligingscontrole; een ogenblik geduld; åtkomst nekad; adgang nægtet;
        ingen tilgang; pääsy estetty; доступ запрещен; доступ запрещён; доступ закрыт; доступ ограничен;
        доступ заблокирован; доступ к сайту ограничен; проверка безопасности; проверка браузера;
        вы не робот; подождите; доступ заборонено; dostęp zabroniony; dostęp zablokowany;
        odmowa dostępu; brak dostępu; přístup odepřen; přístup zamítnut; přístup zakázán;
        prístup zamietnutý; hozzáférés megtagadva; acces interzis; acces blocat; acces restricționat;
        достъпът е забранен; pristup zabranjen; η πρόσβαση απαγορεύεται; erişim engellendi;
        erişim reddedildi; güvenlik kontrolü; bir dakika lütfen; akses ditolak; akses diblokir;
        truy cập bị từ chối; アクセスが拒否されました; アクセス拒否; しばらくお待ちください; セキュリティチェック; 访问被拒绝; 访问受限; 拒绝访问; 请稍候;
        安全验证; 安全检查; 人机验证; 存取遭拒; 拒絕存取; 請稍候; 액세스 거부; 접근 거부; 접근이 거부되었습니다; 접근이 차단되었습니다; 잠시만 기다리십시오;
        تم رفض الوصول; الوصول مرفوض; الوصول ممنوع; לחץ והמתן; הגישה נדחתה; הגישה נחסמה; دسترسی غیر مجاز
        """
    ),
    PageClass.ERROR_PAGE: phrases(
        """
        error; an error occurred; an error has occurred; error occurred; something went wrong;
        oops something went wrong; technical difficulties; we've got some trouble;
        internal server error; server error; server error in '/' application; application error;
        runtime error; database error; error establishing a database connection; service unavailable;
        service temporarily unavailable; temporarily unavailable; site temporarily unavailable;
        site unavailable; website unavailable; bad gateway; gateway timeout; gateway time-out;
        bad request; invalid request; invalid url; request timeout; request error; method not allowed;
        not acceptable; forbidden; unauthorized; authorization required; not authorized;
        permission denied; maintenance; maintenance mode; under maintenance; site maintenance;
        site under maintenance; scheduled maintenance; down for maintenance;
        website is under maintenance; we'll be back soon; we'll be right back; under construction;
        site under construction; coming soon; welcome to nginx; test page for the apache http server;
        apache2 ubuntu default page; apache2 debian default page it works; it works; iis windows server;
        default web site page; index of; account suspended; website suspended;
        this account has been suspended; website is offline; origin dns error; web server is down;
        connection timed out; host error; invalid ssl certificate; fehler; ein fehler ist aufgetreten;
        es ist ein fehler aufgetreten; interner serverfehler; serverfehler; wartung; wartungsarbeiten;
        wartungsmodus; dienst nicht verfügbar; erreur; une erreur est survenue;
        une erreur s'est produite; erreur interne du serveur; en maintenance; site en maintenance;
        service indisponible; se ha producido un error; ha ocurrido un error;
        error interno del servidor; en mantenimiento; sitio en mantenimiento; servicio no disponible;
        em manutenção; site em manutenção; ocorreu um erro; erro; erro interno do servidor;
        serviço indisponível; errore; si è verificato un errore; errore interno del server;
        sito in manutenzione; in manutenzione; servizio non disponibile; er is een fout opgetreden;
        in onderhoud; onderhoud; ett fel uppstod; ett fel har inträffat; der opstod en fejl;
        det oppstod en feil; произошла ошибка; ошибка; внутренняя ошибка сервера; технические работы;
        ведутся технические работы; сервис недоступен; сайт недоступен; wystąpił błąd;
        przerwa techniczna; prace konserwacyjne; došlo k chybě; údržba; hiba történt; karbantartás;
        eroare; bakım çalışması; bir hata oluştu; hata; エラー; エラーが発生しました; メンテナンス中; ただいまメンテナンス中です; 系统维护;
        系统错误; 出错了; 服务器错误; 發生錯誤; 오류; 오류가 발생했습니다; 점검 중; حدث خطأ; خطأ; אירעה שגיאה
        """
    ),
    PageClass.LOGIN: phrases(
        """
        log in; login; log in or sign up; log in to continue; log into facebook; login required;
        login page; login sign in; please log in; please sign in; sign in; sign in or sign up;
        sign in to continue; sign in to your account; sign on; sign up; single sign-on; you must log in;
        you must be logged in; members only; member login; authentication required; account login;
        join now; anmelden; anmeldung; einloggen; bitte anmelden; bitte melden sie sich an;
        se connecter; connexion; identification; connectez-vous; iniciar sesión; inicia sesión; acceder;
        entrar; iniciar sessão; fazer login; faça login; accedi; effettua l'accesso; inloggen;
        aanmelden; logga in; log på; log ind; logg inn; kirjaudu sisään; войти; вход; авторизация;
        вход в систему; увійти; zaloguj się; logowanie; přihlášení; prihlásenie; bejelentkezés;
        autentificare; σύνδεση; giriş yap; oturum aç; masuk; đăng nhập; ログイン; サインイン; 登录; 登入; 用户登录; 로그인;
        تسجيل الدخول; התחברות; ورود; เข้าสู่ระบบ
        """
    ),
    PageClass.CONSENT: phrases(
        """
        before you continue; before you continue to youtube; before you continue to google;
        before you continue to google search; bevor sie fortfahren; bevor sie zu youtube weitergehen;
        bevor sie zu google weitergehen; avant d'accéder à youtube; avant d'accéder à google;
        avant de continuer; antes de continuar; antes de ir a youtube; antes de ir a google;
        antes de aceder ao google; prima di continuare; prima di continuare su youtube;
        voordat je verdergaat; voordat je doorgaat naar youtube; voordat je verdergaat naar google;
        zanim przejdziesz do google; zanim przejdziesz do youtube; innan du fortsätter;
        innan du fortsätter till youtube; før du fortsætter; før du fortsetter; прежде чем перейти;
        consent; cookie consent; cookies and privacy; privacy consent; privacy settings;
        privacy preference center; your privacy; your privacy choices; we value your privacy;
        we care about your privacy; yahoo is part of the yahoo family of brands;
        datenschutzeinstellungen; zustimmung; cookie-einstellungen; privacy gate; dpg media privacy gate
        """
    ),
    PageClass.PAYWALL: phrases(
        """
        subscribe to read; subscribe to continue; subscribe to continue reading; subscribe now;
        subscription required; subscribers only; subscriber exclusive; premium content;
        register to read; register to continue reading; nur für abonnenten; jetzt abonnieren;
        réservé aux abonnés; abonnez-vous pour lire la suite; article réservé aux abonnés;
        solo para suscriptores; contenido exclusivo para suscriptores;
        conteúdo exclusivo para assinantes; contenuto riservato agli abbonati; alleen voor abonnees
        """
    ),
    PageClass.PARKED: phrases(
        """
        domain for sale; domain is for sale; this domain is for sale; this domain may be for sale;
        domain parked; domain is parked; parked domain; parked domain name; domain expired;
        this domain has expired; domain has expired; domain registered; domain name registered;
        registered domain; default parking page; future home of something quite cool;
        registrado en dondominio; registrado en; dominio registrado; dominio en venta; dominio aparcado;
        domínio à venda; domínio registrado; dominio in vendita; domaine à vendre; domaine enregistré;
        nom de domaine à vendre; domain steht zum verkauf; domain zu verkaufen; domain zu kaufen;
        domain geparkt; domain reserviert; domein te koop; домен продается; домен припаркован;
        домен зарегистрирован; домен не прилинкован; domena na sprzedaż; 域名出售
        """
    ),
    PageClass.REDIRECT_STUB: phrases(
        """
        redirecting; redirect; you are being redirected; page has moved; this page has moved;
        object moved; document moved; moved permanently; 301 moved permanently; 302 found;
        weiterleitung; redirection; redireccionando; redirecionando; reindirizzamento; перенаправление
        """
    ),
    PageClass.ARCHIVE_ERROR: phrases(
        """
        internet archive wayback machine; wayback machine; webpage archive
        """
    ),
}
"""A page whose title, or a part of it, is one of these is seldom what anybody cites."""
