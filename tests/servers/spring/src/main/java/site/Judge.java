package site;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For the test and not for the app: people to sign in, what the server keeps of them, and time that has passed. */
@RestController
@RequestMapping("/judge")
class Judge {
    private static final String CONTEXT = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

    private final InMemoryUserDetailsManager people;
    private final PublicKeyCredentialUserEntityRepository handles;
    private final UserCredentialRepository passkeys;

    Judge(
            InMemoryUserDetailsManager people,
            PublicKeyCredentialUserEntityRepository handles,
            UserCredentialRepository passkeys) {
        this.people = people;
        this.handles = handles;
        this.passkeys = passkeys;
    }

    @PostMapping("/people/{name}/{password}")
    boolean add(@PathVariable("name") String name, @PathVariable("password") String password) {
        people.createUser(User.withUsername(name).password("{noop}" + password).roles("USER").build());
        return true;
    }

    @GetMapping("/passkeys/{name}")
    List<String> of(@PathVariable("name") String name) {
        var handle = handles.findByUsername(name);
        if (handle == null) {
            return List.of();
        }
        return passkeys.findByUserId(handle.getId()).stream()
                .map(passkey -> passkey.getCredentialId().toBase64UrlString())
                .toList();
    }

    /** The sign-in of the session that asks was an hour ago. */
    @PostMapping("/make-old")
    boolean makeOld(HttpSession session) {
        var signedIn = ((SecurityContext) session.getAttribute(CONTEXT)).getAuthentication();
        var hourAgo = Instant.now().minus(Duration.ofHours(1));
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (var authority : signedIn.getAuthorities()) {
            authorities.add(
                    authority instanceof FactorGrantedAuthority factor
                            ? FactorGrantedAuthority.withAuthority(factor.getAuthority()).issuedAt(hourAgo).build()
                            : authority);
        }
        session.setAttribute(
                CONTEXT,
                new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                        signedIn.getPrincipal(), null, authorities)));
        return true;
    }
}
