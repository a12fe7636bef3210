package passkeyprovider

import com.yubico.webauthn.AssertionRequest
import com.yubico.webauthn.CredentialRepository
import com.yubico.webauthn.FinishAssertionOptions
import com.yubico.webauthn.FinishRegistrationOptions
import com.yubico.webauthn.RegisteredCredential
import com.yubico.webauthn.RelyingParty
import com.yubico.webauthn.StartAssertionOptions
import com.yubico.webauthn.StartRegistrationOptions
import com.yubico.webauthn.data.ByteArray
import com.yubico.webauthn.data.PublicKeyCredential
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor
import com.yubico.webauthn.data.RelyingPartyIdentity
import com.yubico.webauthn.data.UserIdentity
import com.yubico.webauthn.exception.AssertionFailedException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.util.Optional

/** The judge is Yubico's relying party, which shares nothing with the library. */
class RoundTripTest {
    private val server = Server()

    @Test
    fun `an independent relying party accepts a registration and two sign-ins`() = withProvider { provider ->
        val created = server.register(provider)
        assertEquals(created.passkey.credentialId, provider.passkeys.all().passkeys.single().credentialId)

        val first = server.signIn(provider, created.passkey.credentialId)
        val second = server.signIn(provider, created.passkey.credentialId)
        assertEquals(first.passkey.signCount + 1, second.passkey.signCount)
    }

    @Test
    fun `the relying party refuses a sign-in whose signature was touched`() = withProvider { provider ->
        val created = server.register(provider)
        assertThrows<AssertionFailedException> {
            server.signIn(provider, created.passkey.credentialId) { json ->
                val signature = Regex("\"signature\":\"([^\"]{20})").find(json)!!.groupValues[1]
                json.replace(signature, signature.dropLast(1) + if (signature.last() == 'A') 'B' else 'A')
            }
        }
    }

    @Test
    fun `what the person is shown is what the relying party asked for`() = withProvider { provider ->
        val options = CreationOptions.Json(server.creation().toCredentialsCreateJson())
        provider.beginCreate(options, PAGE, MODEL).use { plan ->
            assertEquals(RP_ID, plan.rpId)
            assertEquals("ada@example.com", plan.user.name)
            assertEquals(Decision.Proceed, plan.decision)
            assertEquals(listOf(Answer.REGISTER, Answer.LEAVE), plan.answers)
            assertTrue(plan.repairs.isNotEmpty(), "the library's wrapped JSON is a repair")
        }
    }

    /** Keeps the one account that there is. */
    private class Server : CredentialRepository {
        private val user = UserIdentity.builder().name(
            "ada@example.com",
        ).displayName("Ada").id(ByteArray("ada".toByteArray()))
            .build()
        private var credential: RegisteredCredential? = null
        private val party = RelyingParty.builder()
            .identity(RelyingPartyIdentity.builder().id(RP_ID).name("Example").build())
            .credentialRepository(this)
            .origins(setOf(ORIGIN))
            .build()

        fun creation() = party.startRegistration(StartRegistrationOptions.builder().user(user).build())

        fun register(provider: PasskeyProvider): Created {
            val options = creation()
            val json = CreationOptions.Json(options.toCredentialsCreateJson())
            val created = provider.beginCreate(json, PAGE, MODEL).use {
                provider.finishCreate(it, Consent.Stated(VerificationMethod.BIOMETRIC)).value
            }
            val response = PublicKeyCredential.parseRegistrationResponseJson(created.responseJson)
            val result = party.finishRegistration(
                FinishRegistrationOptions.builder().request(options).response(response).build(),
            )
            assertTrue(result.isUserVerified)
            assertEquals(created.passkey.credentialId.toBase64Url(), result.keyId.id.base64Url)
            provider.server.confirm(created.passkey.reference).ignored()
            credential = RegisteredCredential.builder().credentialId(result.keyId.id).userHandle(user.id)
                .publicKeyCose(result.publicKeyCose).signatureCount(result.signatureCount).build()
            return created
        }

        fun signIn(provider: PasskeyProvider, id: CredentialId, touch: (String) -> String = { it }): Asserted {
            val asked: AssertionRequest = party.startAssertion(
                StartAssertionOptions.builder().username(user.name).build(),
            )
            val asserted = provider.beginGet(RequestOptions.Json(asked.toCredentialsGetJson()), PAGE).use {
                provider.finishGet(it, id, Consent.Present).asserted().value
            }
            val response = PublicKeyCredential.parseAssertionResponseJson(touch(asserted.responseJson))
            val result = party.finishAssertion(
                FinishAssertionOptions.builder().request(asked).response(response).build(),
            )
            assertTrue(result.isSuccess && result.isSignatureCounterValid)
            credential = credential!!.toBuilder().signatureCount(result.signatureCount).build()
            return asserted
        }

        override fun getCredentialIdsForUsername(name: String): Set<PublicKeyCredentialDescriptor> =
            setOfNotNull(credential?.let { PublicKeyCredentialDescriptor.builder().id(it.credentialId).build() })

        override fun getUserHandleForUsername(name: String): Optional<ByteArray> = Optional.of(user.id)

        override fun getUsernameForUserHandle(handle: ByteArray): Optional<String> = Optional.of(user.name)

        override fun lookup(id: ByteArray, handle: ByteArray): Optional<RegisteredCredential> =
            Optional.ofNullable(credential?.takeIf { it.credentialId == id && it.userHandle == handle })

        override fun lookupAll(id: ByteArray): Set<RegisteredCredential> =
            setOfNotNull(credential?.takeIf { it.credentialId == id })
    }
}
