<?php
// What a person writes for a provider that Roundcube has no example of.
$config = [];
$config['db_dsnw'] = 'sqlite:///' . getenv('LAB_DATA') . '/roundcube.db?mode=0600';
$config['imap_host'] = '127.0.0.1:' . file_get_contents(getenv('LAB_DATA') . '/imap.port');
$config['des_key'] = 'a-key-for-the-cookies-24';
$config['temp_dir'] = getenv('LAB_DATA');
$config['log_driver'] = 'stdout';
$config['plugins'] = [];
$config['skin'] = 'elastic';
$config['debug_level'] = 1;
$config['imap_debug'] = false;
$config['oauth_provider'] = 'generic';
$config['oauth_provider_name'] = 'Lab';
$config['oauth_client_id'] = getenv('LAB_CLIENT_ID');
$config['oauth_client_secret'] = getenv('LAB_CLIENT_SECRET');
$config['oauth_auth_uri'] = getenv('LAB_AUTHORIZATION_ENDPOINT');
$config['oauth_token_uri'] = getenv('LAB_TOKEN_ENDPOINT');
$config['oauth_identity_uri'] = getenv('LAB_USERINFO_ENDPOINT');
$config['oauth_scope'] = getenv('LAB_SCOPE');
$config['oauth_identity_fields'] = ['email'];
$config['oauth_login_redirect'] = false;
