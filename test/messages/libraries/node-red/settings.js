// As the page “Securing Node-RED” describes a strategy of Passport.
const env = process.env;
module.exports = {
  uiHost: '127.0.0.1',
  uiPort: Number(env.LAB_PORT),
  userDir: env.LAB_DATA,
  flowFile: 'flows.json',
  credentialSecret: 'a-secret-for-the-credentials-of-this-program',
  logging: { console: { level: env.LAB_DEBUG ? 'debug' : 'info', metrics: false, audit: false } },
  telemetry: { enabled: false },
  adminAuth: {
    type: 'strategy',
    strategy: {
      name: 'openidconnect',
      label: 'Sign in',
      icon: 'fa-lock',
      strategy: require('passport-openidconnect').Strategy,
      options: {
        issuer: env.LAB_ISSUER,
        authorizationURL: env.LAB_AUTHORIZATION_ENDPOINT,
        tokenURL: env.LAB_TOKEN_ENDPOINT,
        userInfoURL: env.LAB_USERINFO_ENDPOINT,
        clientID: env.LAB_CLIENT_ID,
        clientSecret: env.LAB_CLIENT_SECRET,
        callbackURL: env.LAB_REDIRECT_URI,
        // The strategy asks for openid itself.
        scope: env.LAB_SCOPE.split(' ').filter((one) => one !== 'openid'),
        verify: (_issuer, profile, done) => done(null, { username: profile.id }),
      },
    },
    users: async (username) => ({ username, permissions: '*' }),
  },
};
