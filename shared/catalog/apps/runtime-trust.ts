import type { Source } from '../fact.ts';
import type { AppRuntime, TrustSetting } from '../types.ts';

const FILE = '/etc/ssl/provider-ca.pem';
const MOUNT = `./provider-ca.pem:${FILE}:ro`;

const source = (title: string, ref: string): Source => ({ title, ref, certainty: 'docs' });

/** How a program of each runtime is told to trust an own certificate authority, if it has no setting of its own. */
export const RUNTIME_TRUST: Readonly<Record<AppRuntime, TrustSetting>> = {
  node: {
    runtime: 'node',
    name: 'NODE_EXTRA_CA_CERTS',
    value: FILE,
    mount: MOUNT,
    note: 'Node adds the certificates in this file to its own list. It reads the file once, as the program starts.',
    source: source('Node: NODE_EXTRA_CA_CERTS', 'https://nodejs.org/api/cli.html#node_extra_ca_certsfile'),
  },
  go: {
    runtime: 'go',
    name: 'SSL_CERT_FILE',
    value: FILE,
    mount: MOUNT,
    note: 'The app is a Go program and takes the variable from its environment. The file replaces the bundle of the system, while certificates in /etc/ssl/certs still count.',
    source: source('Go: roots of trust on Unix', 'golang/go src/crypto/x509/root_unix.go@go1.26'),
  },
  python: {
    runtime: 'python',
    in_short:
      'mount the CA file into the container and set SSL_CERT_FILE and REQUESTS_CA_BUNDLE to its path there',
    name: 'SSL_CERT_FILE and REQUESTS_CA_BUNDLE',
    value: FILE,
    mount: MOUNT,
    note: 'Python’s ssl and httpx read the first, requests the second. Each replaces the other authorities, so put them into the file as well if the app talks to the internet.',
    source: source(
      'requests: SSL certificate verification',
      'https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification',
    ),
  },
  java: {
    runtime: 'java',
    in_short: 'put the CA into a Java trust store and name it in JAVA_OPTS (-Djavax.net.ssl.trustStore=…)',
    name: 'JAVA_OPTS',
    value: '-Djavax.net.ssl.trustStore=/etc/ssl/provider-ca.p12 -Djavax.net.ssl.trustStorePassword=changeit',
    mount: './provider-ca.p12:/etc/ssl/provider-ca.p12:ro',
    make: [
      'keytool -importcert -noprompt -alias provider -file provider-ca.pem -keystore provider-ca.p12 -storetype PKCS12 -storepass changeit',
    ],
    note: 'The trust store replaces Java’s own. Whether the start script reads JAVA_OPTS, the app’s documentation says.',
    source: source(
      'Java: JSSE reference guide',
      'https://docs.oracle.com/en/java/javase/21/security/java-secure-socket-extension-jsse-reference-guide.html',
    ),
  },
  dotnet: {
    runtime: 'dotnet',
    name: 'SSL_CERT_FILE',
    value: FILE,
    mount: MOUNT,
    note: '.NET on Linux asks OpenSSL, which reads this variable. The file replaces the bundle of the system, while certificates in the system’s folder still count.',
    source: source(
      '.NET: cross-platform cryptography, certificate stores on Linux',
      'https://learn.microsoft.com/en-us/dotnet/standard/security/cross-platform-cryptography',
    ),
  },
  php: {
    runtime: 'php',
    in_short:
      'mount the CA file into the container and set curl.cainfo and openssl.cafile in php.ini to its path there',
    name: 'curl.cainfo and openssl.cafile in php.ini',
    value: FILE,
    mount: MOUNT,
    note: 'Each replaces the other authorities, so put them into the file as well if the app talks to the internet.',
    source: source(
      'PHP: runtime configuration of cURL',
      'https://www.php.net/manual/en/curl.configuration.php',
    ),
  },
  ruby: {
    runtime: 'ruby',
    name: 'SSL_CERT_FILE',
    value: FILE,
    mount: MOUNT,
    note: 'Ruby asks OpenSSL, which reads this variable. The file replaces the bundle of the system, while certificates in the system’s folder still count.',
    source: source('OpenSSL: environment', 'https://docs.openssl.org/master/man7/openssl-env/'),
  },
  rust: {
    runtime: 'rust',
    in_short:
      'mount the CA file into the container and set SSL_CERT_FILE to its path there, if the app reads the system’s certificates',
    name: 'the system’s bundle, or SSL_CERT_FILE',
    value: FILE,
    mount: MOUNT,
    note: 'Rust programs that use the system’s certificates read this variable; one that brings a list of its own does not, and then only a certificate of a public authority helps.',
    source: source(
      'rustls-native-certs: environment',
      'https://docs.rs/rustls-native-certs/latest/rustls_native_certs/',
    ),
  },
  system: {
    runtime: 'system',
    in_short:
      'mount the CA file into the container among the system’s certificates and run update-ca-certificates there',
    name: 'the system’s list of certificates',
    value: '/usr/local/share/ca-certificates/provider-ca.crt',
    mount: './provider-ca.pem:/usr/local/share/ca-certificates/provider-ca.crt:ro',
    note: 'Then update-ca-certificates has to run there, and the app be started again.',
    source: source(
      'Debian: update-ca-certificates',
      'https://manpages.debian.org/trixie/ca-certificates/update-ca-certificates.8.en.html',
    ),
  },
};
