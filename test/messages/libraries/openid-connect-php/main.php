<?php
// Signs people in with jumbojett/openid-connect-php; served by PHP's own web server.
declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    $parts = explode('\\', $class);
    if ($parts[0] === 'Jumbojett') {
        require getenv('OPENID_CONNECT_PHP') . '/src/' . implode('/', array_slice($parts, 1)) . '.php';
    }
});
require 'phpseclib3/autoload.php';

use Jumbojett\OpenIDConnectClient;

ini_set('display_errors', '0');
ini_set('session.use_strict_mode', '1');
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/login' && $path !== '/callback') {
    http_response_code(404);
    return;
}
try {
    $oidc = new OpenIDConnectClient(getenv('LAB_ISSUER'), getenv('LAB_CLIENT_ID'), getenv('LAB_CLIENT_SECRET'));
    if (getenv('LAB_CA')) {
        $oidc->setCertPath(getenv('LAB_CA'));
    }
    $oidc->setTimeout(10);
    $oidc->setRedirectURL(getenv('LAB_REDIRECT_URI'));
    $oidc->addScope(explode(' ', getenv('LAB_SCOPE')));
    $oidc->authenticate();
    $person = $oidc->requestUserInfo();
    if (getenv('LAB_DEBUG')) {
        error_log('DEBUG ID token: ' . json_encode($oidc->getVerifiedClaims()));
        error_log('DEBUG userinfo: ' . json_encode($person));
    }
    echo 'Signed in as ' . $person->email;
} catch (Throwable $error) {
    error_log('PHP Fatal error:  Uncaught ' . $error);
    http_response_code(500);
    echo 'Sign-in failed: ' . $error->getMessage();
}
