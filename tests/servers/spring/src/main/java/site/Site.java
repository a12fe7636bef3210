package site;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authorization.AuthorizationManagerFactories;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.webauthn.management.MapPublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.MapUserCredentialRepository;

/** People sign in with a form; whoever adds or removes a passkey has typed the password in the last five minutes. */
@SpringBootApplication
public class Site {
    public static void main(String[] arguments) {
        SpringApplication.run(Site.class, arguments);
    }

    @Bean
    SecurityFilterChain rules(HttpSecurity http, @Value("${site.url}") String url) throws Exception {
        var recent = AuthorizationManagerFactories.<RequestAuthorizationContext>multiFactor()
                .requireFactor(factor -> factor.passwordAuthority().validDuration(Duration.ofMinutes(5)))
                .build();
        return http.authorizeHttpRequests(requests -> requests
                        .requestMatchers("/judge/**")
                        .permitAll()
                        .requestMatchers("/webauthn/register/**")
                        .access(recent.authenticated())
                        .anyRequest()
                        .authenticated())
                .formLogin(Customizer.withDefaults())
                // An app is no browser that another site could steer.
                .csrf(csrf -> csrf.disable())
                .webAuthn(passkeys -> passkeys.rpName("Site").rpId("localhost").allowedOrigins(url))
                .build();
    }

    @Bean
    InMemoryUserDetailsManager people() {
        return new InMemoryUserDetailsManager();
    }

    @Bean
    MapPublicKeyCredentialUserEntityRepository handles() {
        return new MapPublicKeyCredentialUserEntityRepository();
    }

    @Bean
    MapUserCredentialRepository passkeys() {
        return new MapUserCredentialRepository();
    }
}
