package passkeyprovider.android

import android.app.Application
import android.content.Context
import android.os.Build
import org.junit.After
import org.junit.Before
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import passkeyprovider.GateSecret
import passkeyprovider.PasskeyProvider

/** A test on an app of its own, with a Keystore of its own. */
@RunWith(RobolectricTestRunner::class)
abstract class AndroidTest {
    internal lateinit var keystore: StandInKeystore
    protected val context: Context get() = RuntimeEnvironment.getApplication() as Application

    @Before
    fun installKeystore() {
        keystore = StandInKeystore(Build.VERSION.SDK_INT).install()
    }

    @After
    fun removeKeystore() = keystore.uninstall()

    internal fun store() = PasskeyStore(context)

    /** With a store that has no gate. */
    internal fun withProvider(use: (PasskeyProvider) -> Unit): Unit = store().make(null).provider().use(use)

    /** The gate's secret, by a prompt that the person answers. */
    internal fun verified(use: KeyOutcome<GateUse>): GateSecret {
        val gate = use.ready()
        keystore.personVerifies()
        return gate.finish().ready()
    }

    /** Makes a gated store, as an app does when it is set up. */
    internal fun madeGated(store: PasskeyStore = store()): PasskeyProvider =
        verified(store.makeGate()).use { store.make(it) }.provider()
}

internal fun <T> KeyOutcome<T>.ready(): T = when (this) {
    is KeyOutcome.Ready -> value
    is KeyOutcome.Unavailable -> throw AssertionError("unavailable", cause)
    else -> throw AssertionError("$this")
}

internal fun StoreState.provider(): PasskeyProvider =
    (this as? StoreState.Open)?.provider ?: throw AssertionError("$this")
