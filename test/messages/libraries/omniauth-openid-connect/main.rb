# Signs people in with OmniAuth and omniauth_openid_connect.
require 'logger'
require 'omniauth'
require 'omniauth_openid_connect'
require 'rack'
require 'rack/session/cookie'
require 'webrick'
require 'rack/handler/webrick'

DEBUG = ENV.key?('LAB_DEBUG')
OmniAuth.config.logger = Logger.new($stderr, level: DEBUG ? Logger::DEBUG : Logger::INFO)
OmniAuth.config.allowed_request_methods = [:get]
OmniAuth.config.silence_get_warning = true
OmniAuth.config.request_validation_phase = nil
OpenIDConnect.http_config { |http| http.receive_timeout = 10 }
if DEBUG
  OpenIDConnect.debug!
  OpenIDConnect.logger = Logger.new($stderr)
end

app = Rack::Builder.new do
  use Rack::Session::Cookie, secret: 'a-secret-for-the-cookies-of-this-program-which-has-to-be-64-long'
  use OmniAuth::Builder do
    provider :openid_connect,
             name: :lab,
             issuer: ENV.fetch('LAB_ISSUER'),
             discovery: true,
             scope: ENV.fetch('LAB_SCOPE').split.map(&:to_sym),
             response_type: :code,
             client_auth_method: :basic,
             client_options: {
               identifier: ENV.fetch('LAB_CLIENT_ID'),
               secret: ENV.fetch('LAB_CLIENT_SECRET'),
               redirect_uri: ENV.fetch('LAB_REDIRECT_URI')
             }
  end
  run(lambda do |env|
    request = Rack::Request.new(env)
    case request.path
    when '/auth/lab/callback'
      [200, { 'content-type' => 'text/plain' }, ["Signed in as #{env['omniauth.auth'].info.email}"]]
    when '/auth/failure'
      [401, { 'content-type' => 'text/plain' }, ["Could not sign in: #{request.params['message']}"]]
    else [404, {}, []]
    end
  end)
end
handler = lambda do |env|
  app.call(env)
rescue StandardError => error
  $stderr.puts error.full_message(highlight: false, order: :top)
  [500, { 'content-type' => 'text/plain' }, ['Internal Server Error']]
end

Rack::Handler::WEBrick.run(
  handler, Host: '127.0.0.1', Port: ENV.fetch('LAB_PORT').to_i, AccessLog: [],
  Logger: WEBrick::Log.new($stderr, WEBrick::Log::WARN)
)
