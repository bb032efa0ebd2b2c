import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';

const env = process.env;
const debug = env.LAB_DEBUG ? (...args) => console.debug('[auth]', ...args) : () => {};

const strategy = new OAuth2Strategy(
  {
    authorizationURL: env.LAB_AUTHORIZATION_ENDPOINT,
    tokenURL: env.LAB_TOKEN_ENDPOINT,
    clientID: env.LAB_CLIENT_ID,
    clientSecret: env.LAB_CLIENT_SECRET,
    callbackURL: env.LAB_REDIRECT_URI,
    scope: env.LAB_SCOPE.split(' '),
    state: true,
  },
  (_accessToken, _refreshToken, params, profile, done) => {
    debug('token answer has', Object.keys(params).join(', '));
    debug('profile', profile);
    done(null, profile);
  },
);
strategy.userProfile = function (accessToken, done) {
  this._oauth2.useAuthorizationHeaderforGET(true);
  this._oauth2.get(env.LAB_USERINFO_ENDPOINT, accessToken, (error, body) => {
    if (error) return done(new OAuth2Strategy.InternalOAuthError('Failed to fetch user profile', error));
    try {
      done(null, JSON.parse(body));
    } catch (failure) {
      done(failure);
    }
  });
};
passport.use(strategy);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(
  session({ secret: 'a-secret-for-the-cookies-of-this-program', resave: false, saveUninitialized: false }),
);
app.use(passport.initialize());
app.use(passport.session());
app.get('/login', passport.authenticate('oauth2'));
app.get('/callback', passport.authenticate('oauth2', { failWithError: true }), (request, response) => {
  response.send(`Signed in as ${request.user.email}`);
});
app.listen(Number(env.LAB_PORT), '127.0.0.1');
