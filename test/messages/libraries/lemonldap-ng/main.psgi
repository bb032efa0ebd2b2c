# Starts a LemonLDAP::NG portal that signs people in at an OpenID Connect provider.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON;
use Lemonldap::NG::Portal::Main;

sub given { $ENV{ 'LAB_' . uc shift } // '' }

my $run = tempdir( CLEANUP => 1 );
mkdir "$run/$_" for qw(sessions lock psessions cache);
my $portal = given('redirect_uri') =~ s/\?.*//r;
my ($host) = $portal =~ m{//([^:/]+)};
my @ca = $ENV{LAB_CA} ? ( SSL_ca_file => $ENV{LAB_CA} ) : ();

my %provider = (
    issuer                 => given('issuer'),
    authorization_endpoint => given('authorization_endpoint'),
    token_endpoint         => given('token_endpoint'),
    userinfo_endpoint      => given('userinfo_endpoint'),
    jwks_uri               => given('jwks_uri'),
);
my %configuration = (
    cfgNum                => 1,
    cfgDate               => time,
    portal                => $portal,
    domain                => $host,
    cookieName            => 'lemonldap',
    securedCookie         => 0,
    key                   => 'a-key-for-the-cookies-of-this-portal',
    authentication        => 'OpenIDConnect',
    userDB                => 'Same',
    passwordDB            => 'Null',
    registerDB            => 'Null',
    whatToTrace           => '_user',
    portalSkin            => 'bootstrap',
    exportedVars          => {},
    macros                => {},
    groups                => {},
    locationRules         => { $host => { default => 'accept' } },
    globalStorage         => 'Apache::Session::File',
    globalStorageOptions  => { Directory => "$run/sessions", LockDirectory => "$run/lock" },
    persistentStorage     => 'Apache::Session::File',
    persistentStorageOptions => { Directory => "$run/psessions", LockDirectory => "$run/lock" },
    localSessionStorage        => 'Cache::FileCache',
    localSessionStorageOptions => { cache_root => "$run/cache", namespace => 'sessions', default_expires_in => 600 },
    lwpOpts               => { timeout => 10 },
    lwpSslOpts            => { @ca },
    oidcOPMetaDataJSON    => { lab => encode_json( \%provider ) },
    oidcOPMetaDataJWKS    => { lab => '{"keys":[]}' },
    oidcOPMetaDataExportedVars => { lab => { cn => 'name', mail => 'email', uid => 'sub' } },
    oidcOPMetaDataOptions => {
        lab => {
            oidcOPMetaDataOptionsDisplayName             => 'lab',
            oidcOPMetaDataOptionsClientID                => given('client_id'),
            oidcOPMetaDataOptionsClientSecret            => given('client_secret'),
            oidcOPMetaDataOptionsScope                   => given('scope'),
            oidcOPMetaDataOptionsTokenEndpointAuthMethod => 'client_secret_basic',
            oidcOPMetaDataOptionsCheckJWTSignature       => 1,
            oidcOPMetaDataOptionsJWKSTimeout             => 3600,
            oidcOPMetaDataOptionsUseNonce                => 1,
            oidcOPMetaDataOptionsUserAttribute           => 'email',
        },
    },
);
open my $file, '>', "$run/lmConf-1.json" or die $!;
print $file encode_json( \%configuration );
close $file;
open my $settings, '>', "$run/lemonldap-ng.ini" or die $!;
my $level = given('debug') ? 'debug' : 'warn';
print $settings <<"END";
[all]
logger   = Lemonldap::NG::Common::Logger::Std
logLevel = $level
[configuration]
type    = File
dirName = $run
localStorage = Cache::FileCache
localStorageOptions = { 'namespace' => 'configuration', 'cache_root' => '$run/cache' }
[portal]
staticPrefix = /static
templateDir  = /usr/share/lemonldap-ng/portal/templates
languages    = en
END
close $settings;
$ENV{LLNG_DEFAULTCONFFILE} = "$run/lemonldap-ng.ini";

Lemonldap::NG::Portal::Main->run( {} );
