package passkeyprovider.android

import android.util.AtomicFile
import passkeyprovider.Epoch
import passkeyprovider.EpochKeeper
import java.io.File
import java.io.IOException
import java.io.RandomAccessFile

/**
 * The store's latest epoch in a file of its own. Where no backup takes it along, it tells a restored older store, and
 * not what somebody did who can write the folder: the Android Keystore holds no numbers.
 */
internal class EpochFile(private val file: File) : EpochKeeper {
    /** The epoch that was kept last; null if none was, or it does not read. */
    fun read(): Epoch? = try {
        AtomicFile(file).readFully().decodeToString().trim().toLongOrNull()?.takeIf { it >= 0 }?.let(::Epoch)
    } catch (_: IOException) {
        null
    }

    /** A later one that another thread or process kept stays. */
    override fun keep(epoch: Epoch) {
        try {
            synchronized(THREADS) {
                file.parentFile?.mkdirs()
                // Processes: the lock ends with the file's closing.
                RandomAccessFile(File(file.path + ".lock"), "rw").use { lock ->
                    lock.channel.lock().use { if (read().let { it == null || it < epoch }) write(epoch) }
                }
            }
        } catch (_: IOException) {
            // The next one that is kept is later than this.
        }
    }

    private fun write(epoch: Epoch) {
        val atomic = AtomicFile(file)
        val out = atomic.startWrite()
        try {
            out.write(epoch.number.toString().toByteArray())
            atomic.finishWrite(out)
        } catch (error: IOException) {
            atomic.failWrite(out)
            throw error
        }
    }

    private companion object {
        val THREADS = Any()
    }
}
