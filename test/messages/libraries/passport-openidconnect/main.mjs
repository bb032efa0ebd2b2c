import express from 'express';
import session from 'express-session';
import passport from 'passport';
import Strategy from 'passport-openidconnect';

const env = process.env;
const debug = env.LAB_DEBUG ? (...args) => console.debug('[auth]', ...args) : () => {};

passport.use(
  new Strategy(
    {
      issuer: env.LAB_ISSUER,
      authorizationURL: env.LAB_AUTHORIZATION_ENDPOINT,
      tokenURL: env.LAB_TOKEN_ENDPOINT,
      userInfoURL: env.LAB_USERINFO_ENDPOINT,
      clientID: env.LAB_CLIENT_ID,
      clientSecret: env.LAB_CLIENT_SECRET,
      callbackURL: env.LAB_REDIRECT_URI,
      scope: env.LAB_SCOPE.split(' ').filter((one) => one !== 'openid'),
    },
    (issuer, profile, done) => {
      debug('issuer', issuer);
      debug('profile', profile);
      done(null, profile);
    },
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(
  session({ secret: 'a-secret-for-the-cookies-of-this-program', resave: false, saveUninitialized: false }),
);
app.use(passport.initialize());
app.use(passport.session());
app.get('/login', passport.authenticate('openidconnect'));
app.get(
  '/callback',
  passport.authenticate('openidconnect', { failWithError: true, failureMessage: true }),
  (request, response) => {
    response.send(`Signed in as ${request.user.emails?.[0]?.value}`);
  },
);
app.listen(Number(env.LAB_PORT), '127.0.0.1');
